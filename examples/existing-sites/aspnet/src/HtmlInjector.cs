using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace Portico
{
    /// <summary>
    /// Puts the shared parts into a page's bytes: all that the application wrote stays as it is, byte by byte.
    /// </summary>
    internal static class HtmlInjector
    {
        // One char per byte: positions in the text are those of the bytes.
        private static readonly Encoding latin1 = Encoding.GetEncoding("iso-8859-1");

        // The three places, and what may hold text that only looks like them.
        private static readonly Regex markup = new Regex(
            @"<!--.*?-->"
            + @"|<(?<raw>script|style|textarea|title)\b.*?</\k<raw>\s*>"
            + @"|(?<head></head\s*>)"
            + @"|(?<open><body(?=[\s/>])(?>""[^""]*""|'[^']*'|[^'"">])*>)"
            + @"|(?<close></body\s*>)",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

        /// <summary>
        /// The page with head before the end of its head, header and breadcrumbs where its body begins, footer and scripts where
        /// it ends. A page without a body element — a piece for a script, a frameset — comes back as it was. utf8 says whether
        /// the page says that it is UTF-8; if not, the parts are written in ASCII with character references, which is right in
        /// every charset that a page in that place can have.
        /// </summary>
        public static byte[] Inject(byte[] page, bool utf8, IDictionary<string, string> parts)
        {
            if (parts.Count == 0)
            {
                return page;
            }
            int head = -1, bodyStart = -1, content = -1, end = page.Length;
            for (var found = markup.Match(latin1.GetString(page)); found.Success; found = found.NextMatch())
            {
                if (found.Groups["head"].Success && head < 0)
                {
                    head = found.Index;
                }
                else if (found.Groups["open"].Success && bodyStart < 0)
                {
                    bodyStart = found.Index;
                    content = found.Index + found.Length;
                }
                else if (found.Groups["close"].Success)
                {
                    end = found.Index; // the last one counts
                }
            }
            if (bodyStart < 0 || end < content)
            {
                return page;
            }
            if (head < 0 || head > bodyStart)
            {
                head = bodyStart; // </head> may be left out
            }
            var complete = new MemoryStream(page.Length + (1 << 15));
            complete.Write(page, 0, head);
            Write(complete, utf8, parts, "head");
            complete.Write(page, head, content - head);
            Write(complete, utf8, parts, "header", "breadcrumbs");
            complete.Write(page, content, end - content);
            Write(complete, utf8, parts, "footer", "scripts");
            complete.Write(page, end, page.Length - end);
            return complete.ToArray();
        }

        private static void Write(Stream complete, bool utf8, IDictionary<string, string> parts, params string[] names)
        {
            foreach (var name in names)
            {
                string part;
                if (parts.TryGetValue(name, out part))
                {
                    var bytes = utf8 ? Encoding.UTF8.GetBytes(part) : Encoding.ASCII.GetBytes(Ascii(part));
                    complete.Write(bytes, 0, bytes.Length);
                }
            }
        }

        private static string Ascii(string html)
        {
            var ascii = new StringBuilder(html.Length * 2);
            for (var i = 0; i < html.Length; i++)
            {
                if (html[i] < 0x80)
                {
                    ascii.Append(html[i]);
                }
                else if (char.IsSurrogatePair(html, i))
                {
                    ascii.Append("&#").Append(char.ConvertToUtf32(html, i++)).Append(';');
                }
                else
                {
                    ascii.Append("&#").Append((int)html[i]).Append(';');
                }
            }
            return ascii.ToString();
        }
    }
}
