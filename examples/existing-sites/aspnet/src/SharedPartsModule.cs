using System;
using System.Configuration;
using System.IO;
using System.Linq;
using System.Web;
using System.Web.Hosting;

namespace Portico
{
    /// <summary>
    /// Gives every HTML page of an ASP.NET application the group's header, breadcrumbs and footer.
    /// appSettings: portico.url (Portico's delivery address), portico.site (the site's key), portico.locales (comma-separated,
    /// the first is the default; fr,en,de,ar), portico.ttl (seconds before Portico is asked again; 30), portico.folder (where
    /// the last answers are kept; App_Data/portico).
    /// </summary>
    public sealed class SharedPartsModule : IHttpModule
    {
        private const int MaxPath = 500;

        // ASP.NET makes several modules, one per HttpApplication of its pool: they share one client, so one cache.
        private static readonly string[] locales = Setting("locales", "fr,en,de,ar").Split(',');
        private static readonly Lazy<Client> client = new Lazy<Client>(() => new Client(
            Setting("url", "http://localhost:8080"),
            Setting("site", "unknown"),
            locales,
            TimeSpan.FromSeconds(double.Parse(Setting("ttl", "30"))),
            Setting("folder", Path.Combine(HostingEnvironment.ApplicationPhysicalPath, "App_Data", "portico"))));

        // The environment comes before web.config: PORTICO_URL, PORTICO_TTL.
        private static string Setting(string name, string otherwise)
        {
            return Environment.GetEnvironmentVariable("PORTICO_" + name.ToUpperInvariant())
                ?? ConfigurationManager.AppSettings["portico." + name]
                ?? otherwise;
        }

        public void Init(HttpApplication application)
        {
            // Set before the page runs, for nobody can say when it writes first; whether it is HTML is seen then.
            application.PreRequestHandlerExecute += delegate
            {
                var request = application.Request;
                var response = application.Response;
                var locale = ChooseLocale(request, response);
                var path = request.RawUrl.Split('?')[0]; // as the visitor asked for it; Path names the default document too
                if (!path.StartsWith("/") || path.Length > MaxPath)
                {
                    path = "/";
                }
                response.Filter = new InjectingStream(response.Filter, response, () => client.Value.Parts(locale, path));
            };
        }

        public void Dispose()
        {
        }

        // ?lang=, else the cookie that the last ?lang= left, else the site's default.
        private static string ChooseLocale(HttpRequest request, HttpResponse response)
        {
            var asked = request.Unvalidated.QueryString["lang"]; // only compared with known locales
            var cookie = request.Unvalidated.Cookies["lang"];
            var remembered = cookie == null ? null : cookie.Value;
            if (locales.Contains(asked))
            {
                if (asked != remembered)
                {
                    response.Cookies.Add(new HttpCookie("lang", asked) { Path = "/", HttpOnly = true });
                }
                return asked;
            }
            return locales.Contains(remembered) ? remembered : locales[0];
        }
    }
}
