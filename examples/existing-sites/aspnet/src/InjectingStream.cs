using System;
using System.Collections.Generic;
using System.IO;
using System.Web;

namespace Portico
{
    /// <summary>
    /// Holds an HTML page back until it is complete, so that the shared parts can be put in. Everything else, compressed pages
    /// and very long ones pass through untouched.
    /// </summary>
    internal sealed class InjectingStream : Stream
    {
        private const int MaxPage = 4 << 20; // bytes that are held back; a longer page passes as it is

        private readonly Stream next;
        private readonly HttpResponse response;
        private readonly Func<IDictionary<string, string>> parts;
        private readonly MemoryStream page = new MemoryStream();
        private bool? hold; // null until the first byte, for the content type may change up to then

        public InjectingStream(Stream next, HttpResponse response, Func<IDictionary<string, string>> parts)
        {
            this.next = next;
            this.response = response;
            this.parts = parts;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (hold == null)
            {
                hold = response.ContentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
                    && response.Headers["Content-Encoding"] == null;
            }
            if (hold == true && page.Length + count > MaxPage)
            {
                hold = false;
                page.WriteTo(next);
            }
            (hold == true ? page : next).Write(buffer, offset, count);
        }

        public override void Flush()
        {
            if (hold != true)
            {
                next.Flush();
            }
        }

        /// <summary>The page is complete: ASP.NET closes its filter, and counts the length after it.</summary>
        public override void Close()
        {
            if (hold == true)
            {
                hold = false;
                var utf8 = string.Equals(response.Charset, "utf-8", StringComparison.OrdinalIgnoreCase);
                var complete = HtmlInjector.Inject(page.ToArray(), utf8, parts());
                next.Write(complete, 0, complete.Length);
            }
            next.Close();
        }

        public override bool CanRead { get { return false; } }
        public override bool CanSeek { get { return false; } }
        public override bool CanWrite { get { return true; } }
        public override long Length { get { throw new NotSupportedException(); } }

        public override long Position
        {
            get { throw new NotSupportedException(); }
            set { throw new NotSupportedException(); }
        }

        public override int Read(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }
        public override long Seek(long offset, SeekOrigin origin) { throw new NotSupportedException(); }
        public override void SetLength(long value) { throw new NotSupportedException(); }
    }
}
