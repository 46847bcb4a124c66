"""Programs that answer by FastCGI, as many processes as the site has workers, behind nginx.

The balancer chooses the idler process and keeps no connection to it: MapServer was seen to stall
on kept ones.
"""

from __future__ import annotations

import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from string import Template

from bench.peers.process import running

PROCESSES = 2

_NGINX = Template("""\
daemon off;
user $user;
worker_processes $processes;
pid $directory/nginx.pid;
error_log $directory/nginx.log error;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path $directory/body;
  fastcgi_temp_path $directory/fastcgi;
  proxy_temp_path $directory/proxy;
  scgi_temp_path $directory/scgi;
  uwsgi_temp_path $directory/uwsgi;
  tcp_nodelay on;
  keepalive_requests 1000000;
  upstream program {
    least_conn;
$servers
  }
  server {
    listen 127.0.0.1:$port;
    location /static/ {
      alias $directory/static/;
      types { }
      default_type application/vnd.mapbox-vector-tile;
    }
    location / {
      fastcgi_pass program;
      fastcgi_buffers 64 64k;
      fastcgi_max_temp_file_size 0;
      fastcgi_param GATEWAY_INTERFACE CGI/1.1;
      fastcgi_param SERVER_PROTOCOL $$server_protocol;
      fastcgi_param REQUEST_METHOD $$request_method;
      fastcgi_param QUERY_STRING $$query_string;
      fastcgi_param CONTENT_TYPE $$content_type;
      fastcgi_param CONTENT_LENGTH $$content_length;
      fastcgi_param SCRIPT_NAME /;
      fastcgi_param SERVER_NAME 127.0.0.1;
      fastcgi_param SERVER_PORT $port;
    }
  }
}
""")


@contextmanager
def fastcgi(
    program: Path, environment: Mapping[str, str], directory: Path, port: int
) -> Iterator[None]:
    """Runs two of ``program`` behind nginx on ``port`` of loopback during the block.

    What lies in ``directory``/static is served as it is, at ``/static/``.
    """
    (directory / "static").mkdir(exist_ok=True)
    sockets = [directory / f"{number}.sock" for number in range(PROCESSES)]
    with ExitStack() as stack:
        for path in sockets:
            stack.enter_context(_process(program, environment, path))
        (directory / "nginx.conf").write_text(_configuration(directory, sockets, port))
        nginx = [nginx_program(), "-p", str(directory), "-c", str(directory / "nginx.conf")]
        stack.enter_context(running([*nginx, "-e", str(directory / "nginx.log")], {}))
        yield


def nginx_program() -> str:
    """Where nginx is; Debian puts it where an ordinary account's path does not look."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    return found or "nginx"


def nginx_version() -> str:
    """Its version, "1.22.1"."""
    done = subprocess.run([nginx_program(), "-v"], capture_output=True, text=True, check=True)
    return done.stderr.strip().rpartition("/")[2]


def _configuration(directory: Path, sockets: list[Path], port: int) -> str:
    return _NGINX.substitute(
        # Root's nginx would else hand its work to an account that can't reach the sockets.
        user=pwd.getpwuid(directory.stat().st_uid).pw_name,
        processes=PROCESSES,
        directory=directory,
        servers="\n".join(f"    server unix:{path};" for path in sockets),
        port=port,
    )


@contextmanager
def _process(program: Path, environment: Mapping[str, str], path: Path) -> Iterator[None]:
    """One that answers on the socket ``path``: FastCGI's is file descriptor 0."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(128)
        with running([str(program)], environment, stdin=listener.fileno()):
            yield
