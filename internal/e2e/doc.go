// Package e2e holds no code but end-to-end tests: Portico as a process, three applications that nobody here wrote — DokuWiki
// on PHP, Tomcat's example web application on Java, the ASP.NET example pages on Mono — with the changes that
// examples/existing-sites/ describes, and a real browser that looks at them. Screenshots and the logs of all processes are
// left in artifacts/e2e/.
package e2e
