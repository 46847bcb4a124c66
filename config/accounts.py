"""The administrator's account; ``python -m config.accounts`` shows it again."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from config.local_secrets import ADMINISTRATOR, directory, kept

PASSWORD = "admin_password"  # noqa: S105 - a file's name


def ensure_administrator() -> str:
    """Makes the account where there is no administrator yet.

    Returns:
        Its name and password where it was made now, otherwise nothing.
    """
    users = get_user_model()
    if users.objects.filter(is_superuser=True).exists():
        return ""
    password = kept(PASSWORD, length_bytes=12)
    users.objects.create_superuser(ADMINISTRATOR, password=password)
    return f"{ADMINISTRATOR} / {password}"


def main() -> None:
    path = directory() / PASSWORD
    if not path.exists():
        print("Aún no hay cuenta de administración: ejecute make serve.")
        return
    print(f"usuario:    {ADMINISTRATOR}\nclave:      {path.read_text().strip()}")
    print("(la que se creó al instalar; no vale si se cambió después en /admin/)")


if __name__ == "__main__":
    main()
