"""The site's processes: gunicorn on a socket of its own, and nginx before it, where people connect.

``deploy/nginx.conf`` says what nginx is for. Standard library only.
"""

from __future__ import annotations

import ipaddress
import os
import pwd
import resource
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from string import Template

from config.cluster_place import CHECKOUT

TEMPLATE = CHECKOUT / "deploy" / "nginx.conf"
# Debian puts it where an ordinary account's path does not look.
SEARCHED = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
CONNECTIONS = 4096
# Each has its client, the site and a file.
FILES_PER_CONNECTION = 3
CONNECTIONS_PER_ADDRESS = 512
BUSY_STATUS = 503
BUSY = "El servidor está ocupado o arrancando. Vuelva a intentarlo en unos segundos."
# What nginx refuses by itself: the status that is sent → what happened there by nginx's own
# numbers, OGC's code for it and the sentence. 494 is nginx's for a header that is too large.
REFUSALS = {
    400: ("400", "InvalidRequest", "La petición no se entiende."),
    413: ("413", "InvalidParameterValue", "El cuerpo de la petición es demasiado grande."),
    414: (
        "414",
        "RequestTooLong",
        "La dirección pasa de 1 MB: acorte la petición, o envíela por POST donde el servicio lo "
        "admite.",
    ),
    431: ("494", "RequestTooLong", "Las cabeceras de la petición son demasiado largas."),
    501: ("501", "OperationNotSupported", "El servidor no conoce esta forma de pedir."),
    BUSY_STATUS: ("502 503 504", "NoApplicableCode", BUSY),
    505: ("505", "InvalidRequest", "El servidor no conoce esta versión de HTTP."),
}
_REFUSAL = """\
    error_page $happened =$status /.refused/$status;
    location = /.refused/$status {
      internal;
      set $$refused_status $status;
      set $$refused_code $code;
      set $$refused_message "$message";
      # default_type takes no variable.
      default_type "";
      add_header Content-Type $$refusal_type always;
      add_header Access-Control-Allow-Origin * always;
      add_header Cache-Control no-store always;$retry
      return $status $$refusal;
    }"""


def nginx_program() -> str | None:
    """Where nginx is, if it is anywhere."""
    return shutil.which("nginx", path=SEARCHED)


def gunicorn_command(directory: Path) -> list[str]:
    """gunicorn on a socket in ``directory``."""
    module = ["-m", "gunicorn", "-c", "python:config.gunicorn_conf"]
    return [sys.executable, *module, "-b", f"unix:{_socket(directory)}", "config.wsgi"]


def nginx_command(directory: Path, host: str, port: int) -> list[str]:
    """nginx on ``host``:``port`` before what listens in ``directory``, where it keeps its files.

    It ends with its parent, even one that is killed. Both programs run in the checkout.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = directory / "nginx.conf"
    file.write_text(_configuration(directory, host, port))
    program = nginx_program() or "nginx"
    return [
        *("setpriv", "--pdeathsig", "TERM"),
        *(program, "-p", f"{directory}/", "-c", str(file), "-e", "stderr"),
    ]


def _configuration(directory: Path, host: str, port: int) -> str:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = min(hard, CONNECTIONS * FILES_PER_CONNECTION)
    return Template(TEMPLATE.read_text()).substitute(
        # Root's nginx would else hand its work to an account that can't reach the socket.
        user=pwd.getpwuid(os.geteuid()).pw_name,
        open_files=files,
        connections=files // FILES_PER_CONNECTION,
        connections_per_address=CONNECTIONS_PER_ADDRESS,
        socket=_socket(directory),
        listen=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        refusals="\n".join(map(_refusal, REFUSALS)),
        trusted="\n".join(f"    {network} 0;" for network in _trusted()),
    )


def _refusal(status: int) -> str:
    happened, code, message = REFUSALS[status]
    retry = "\n      add_header Retry-After 5 always;" if status == BUSY_STATUS else ""
    return Template(_REFUSAL).substitute(
        status=status, happened=happened, code=code, message=message, retry=retry
    )


def _trusted() -> list[str]:
    """What of TRUSTED_PROXIES can be read; the site (config.public_address) refuses the rest."""
    networks = []
    for item in os.environ.get("TRUSTED_PROXIES", "").split(","):
        with suppress(ValueError):
            networks.append(str(ipaddress.ip_network(item.strip())))
    return networks


def _socket(directory: Path) -> Path:
    """Relative to the checkout, since an address holds 107 bytes (unix(7))."""
    path = directory / "site.sock"
    return path.relative_to(CHECKOUT) if path.is_relative_to(CHECKOUT) else path
