"""A mail server for the tests: server.py MODE DIR CERT KEY prints its port, and keeps each mail as a file in DIR.

The only account is portico, password s3cret!; who signed in and who the mail was for are noted in headers of their own."""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

mode, folder, cert, key = sys.argv[1:]
count = 0


class Keep:
    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        who = session.auth_data or ""
        note = f"X-Test-Login: {who}\r\nX-Test-Rcpt: {','.join(envelope.rcpt_tos)}\r\n".encode()
        with open(os.path.join(folder, f"{count:03}.tmp"), "wb") as f:
            f.write(note + envelope.content)
        os.rename(f.name, f.name.replace(".tmp", ".eml"))
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    login = f"{data.login.decode()}:{data.password.decode()}"
    return AuthResult(success=login == "portico:s3cret!", auth_data=login)


async def main():
    options, tls = {}, None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        options = {"authenticator": authenticate, "auth_required": True}
        if mode == "tls":
            tls = context
            options["auth_require_tls"] = False  # aiosmtpd means STARTTLS by it
        else:
            options.update(tls_context=context, require_starttls=True)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keep(), **options), "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
