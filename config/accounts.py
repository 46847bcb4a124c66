"""The administrator's account; ``python -m config.accounts`` shows it and the examples'."""

from __future__ import annotations

import sys

from django.contrib.auth import get_user_model

from config.local_secrets import (
    ADMINISTRATOR,
    DEMONSTRATION,
    directory,
    kept,
    password_file,
)


def ensure_administrator() -> str:
    """Makes the account where there is no administrator yet.

    Returns:
        Its name and password where it was made now, otherwise nothing.
    """
    users = get_user_model()
    if users.objects.filter(is_superuser=True).exists():
        return ""
    password = kept(password_file(ADMINISTRATOR), length_bytes=12)
    users.objects.create_superuser(ADMINISTRATOR, password=password)
    return f"{ADMINISTRATOR} / {password}"


def main() -> int:
    path = directory() / password_file(ADMINISTRATOR)
    if not path.exists():
        print("Aún no hay cuenta de administración: ejecute make serve.")
        return 1
    try:
        _show("administración", ADMINISTRATOR, path.read_text().strip())
        for name in DEMONSTRATION:
            path = directory() / password_file(name)
            if path.exists():
                _show("ejemplo", name, path.read_text().strip())
    except PermissionError:
        print(f"{path} es de quien instaló el sitio: use su cuenta, o sudo make accounts.")
        return 1
    print("(como se crearon; no valen si se cambiaron después, ni las de ejemplo con SAMPLES=0)")
    return 0


def _show(kind: str, name: str, password: str) -> None:
    print(f"{kind + ':':<16}usuario {name:<18}clave {password}")


if __name__ == "__main__":
    sys.exit(main())
