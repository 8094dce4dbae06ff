using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Web;
using System.Web.Hosting;

/// <summary>
/// Serves an ASP.NET application on Mono, where there is no IIS: Host.exe FOLDER http://127.0.0.1:PORT/
/// ASP.NET runs in an application domain of its own, which loads this file from the application's bin folder.
/// For tests and for trying things out; it is no part of what a site changes.
/// </summary>
public sealed class Host : MarshalByRefObject
{
    public static void Main(string[] args)
    {
        var host = (Host)ApplicationHost.CreateApplicationHost(typeof(Host), "/", Path.GetFullPath(args[0]));
        host.Serve(args[1]);
    }

    public override object InitializeLifetimeService()
    {
        return null; // lives as long as the process
    }

    private void Serve(string prefix)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add(prefix);
        listener.Start();
        Console.WriteLine("serving " + prefix);
        while (true)
        {
            var context = listener.GetContext();
            ThreadPool.QueueUserWorkItem(delegate
            {
                try
                {
                    HttpRuntime.ProcessRequest(new Exchange(context));
                }
                catch (Exception e)
                {
                    Console.Error.WriteLine(e);
                    context.Response.Abort();
                }
            });
        }
    }

    /// <summary>One request and its response, as ASP.NET wants to see them.</summary>
    private sealed class Exchange : SimpleWorkerRequest
    {
        private readonly HttpListenerContext context;
        private readonly string path;
        private readonly byte[] body;

        public Exchange(HttpListenerContext context) : base("", context.Request.Url.Query.TrimStart('?'), null)
        {
            this.context = context;
            path = HttpUtility.UrlDecode(context.Request.Url.AbsolutePath);
            if (path.EndsWith("/"))
            {
                path += "index.aspx";
            }
            var copy = new MemoryStream();
            context.Request.InputStream.CopyTo(copy);
            body = copy.ToArray();
        }

        public override string GetHttpVerbName() { return context.Request.HttpMethod; }
        public override string GetHttpVersion() { return "HTTP/1.1"; }
        public override string GetUriPath() { return path; }
        public override string GetFilePath() { return path; }
        public override string GetPathInfo() { return ""; }
        public override string GetRawUrl() { return context.Request.RawUrl; }
        public override string GetServerName() { return context.Request.Url.Host; }
        public override int GetLocalPort() { return context.Request.LocalEndPoint.Port; }
        public override string GetFilePathTranslated() { return MapPath(path); }
        public override byte[] GetPreloadedEntityBody() { return body; }
        public override bool IsEntireEntityBodyIsPreloaded() { return true; }
        public override int ReadEntityBody(byte[] buffer, int size) { return 0; }

        public override string GetKnownRequestHeader(int index)
        {
            return context.Request.Headers[GetKnownRequestHeaderName(index)];
        }

        public override string GetUnknownRequestHeader(string name)
        {
            return context.Request.Headers[name];
        }

        public override string[][] GetUnknownRequestHeaders()
        {
            var headers = context.Request.Headers;
            return headers.AllKeys.Where(name => GetKnownRequestHeaderIndex(name) < 0)
                .Select(name => new[] { name, headers[name] }).ToArray();
        }

        public override void SendStatus(int code, string description)
        {
            context.Response.StatusCode = code;
            context.Response.StatusDescription = description;
        }

        public override void SendKnownResponseHeader(int index, string value)
        {
            SendUnknownResponseHeader(GetKnownResponseHeaderName(index), value);
        }

        public override void SendUnknownResponseHeader(string name, string value)
        {
            if (name == "Content-Length")
            {
                context.Response.ContentLength64 = long.Parse(value);
            }
            else if (name != "Transfer-Encoding" && name != "Connection") // HttpListener's own business
            {
                context.Response.Headers.Add(name, value);
            }
        }

        public override void SendResponseFromMemory(byte[] data, int length)
        {
            context.Response.OutputStream.Write(data, 0, length);
        }

        public override void SendResponseFromFile(string file, long offset, long length)
        {
            var bytes = File.ReadAllBytes(file);
            context.Response.OutputStream.Write(bytes, (int)offset, (int)length);
        }

        public override void FlushResponse(bool final)
        {
            if (final)
            {
                context.Response.Close();
            }
        }
    }
}
