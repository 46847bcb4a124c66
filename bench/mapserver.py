"""The peer: MapServer 8 as two FastCGI processes behind nginx, on the bench's database.

The settings are those that serve it best here: connections to the database are kept
(``CLOSE_CONNECTION=DEFER``), extents are given, the balancer chooses the idler process and
keeps no connection to it (kept ones were seen to stall), logs are off.
"""

from __future__ import annotations

import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from string import Template

from bench.mapfile import write_config, write_mapfile
from bench.ports import free_port, wait_for_answer
from layers.layer import Layer

PROGRAM = Path("/usr/lib/cgi-bin/mapserv")
PROCESSES = 2
_STOP_TIMEOUT_S = 10

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
  upstream mapserver {
    least_conn;
$servers
  }
  server {
    listen 127.0.0.1:$port;
    location / {
      fastcgi_pass mapserver;
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


def missing_programs() -> list[str]:
    """What the peer needs and this machine lacks."""
    missing = [] if PROGRAM.exists() else ["cgi-mapserver"]
    missing += [] if shutil.which("ogr2ogr") else ["gdal-bin"]
    return missing if _find_nginx() else [*missing, "nginx"]


def version() -> str:
    """MapServer's version, "8.0.0"."""
    done = subprocess.run([str(PROGRAM), "-v"], capture_output=True, text=True, check=True)
    found = re.search(r"version (\S+)", done.stdout)
    return found[1] if found else done.stdout.strip()


@contextmanager
def mapserver(layers: Iterable[Layer], dsn: str) -> Iterator[str]:
    """Runs it during the block; gives its address, to which parameters are appended by ``&``."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ta-bench-")))
        port = free_port()
        url = f"http://127.0.0.1:{port}/?map=BENCH"
        mapfile = directory / "bench.map"
        mapfile.write_text(write_mapfile(layers, f"{url}&", dsn))
        config = directory / "mapserver.conf"
        config.write_text(write_config(str(mapfile)))
        sockets = [directory / f"{number}.sock" for number in range(PROCESSES)]
        for path in sockets:
            stack.enter_context(_fastcgi(path, config))
        (directory / "nginx.conf").write_text(_nginx_conf(directory, sockets, port))
        nginx = [nginx_program(), "-p", str(directory), "-c", str(directory / "nginx.conf")]
        log = directory / "nginx.log"
        stack.enter_context(_running([*nginx, "-e", str(log)]))
        wait_for_answer(f"{url}&service=WMS&request=GetCapabilities")
        yield url


def nginx_program() -> str:
    """Where nginx is; ``missing_programs`` says whether it is anywhere."""
    return _find_nginx() or "nginx"


def _nginx_conf(directory: Path, sockets: list[Path], port: int) -> str:
    return _NGINX.substitute(
        # Root's nginx would else hand its work to an account that can't reach the sockets.
        user=pwd.getpwuid(directory.stat().st_uid).pw_name,
        processes=PROCESSES,
        directory=directory,
        servers="\n".join(f"    server unix:{path};" for path in sockets),
        port=port,
    )


@contextmanager
def _fastcgi(path: Path, config: Path) -> Iterator[None]:
    """A MapServer that answers on the socket ``path``: FastCGI's is file descriptor 0."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(128)
        environment = {"MAPSERVER_CONFIG_FILE": str(config), "PATH": "/usr/bin:/bin"}
        with _running([str(PROGRAM)], environment, listener.fileno()):
            yield


@contextmanager
def _running(
    command: list[str], environment: dict[str, str] | None = None, stdin: int = subprocess.DEVNULL
) -> Iterator[None]:
    """Runs a program that ends with the block, or with this process however it ends."""
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", *command],
        env=environment,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _find_nginx() -> str | None:
    """Debian puts it where an ordinary account's path does not look."""
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
