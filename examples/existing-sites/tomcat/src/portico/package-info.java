/**
 * Shared parts for a servlet site (jakarta.servlet 5 and later, Java 17): {@link portico.PorticoFilter} puts them into the
 * site's HTML pages, {@link portico.PorticoClient} gets them from Portico. No dependency but the servlet API.
 */
package portico;
