"""Serves the site on a free port in a process of its own, so that other tests may have other settings."""

import os
import re
import socketserver
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Static(StaticFilesHandler):
    def serve(self, request):
        from django.contrib.staticfiles.views import serve

        plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", self.file_path(request.path))
        return serve(request, plain, insecure=True)


application = Static(get_wsgi_application())
call_command("migrate", verbosity=0)
server = Server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Quiet)
server.set_app(application)
print(server.server_port, flush=True)
server.serve_forever()
