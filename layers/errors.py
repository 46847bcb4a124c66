"""What can go wrong in the domain of layers; ``ows.errors`` maps each to a protocol's code.

The docstring's first line is the default message, in Spanish since a person reads it.
"""

from __future__ import annotations


class TerritorioError(Exception):
    """La operación no pudo completarse."""

    # Of what somebody who looks after the machine must know: a line of the log; else empty.
    said_to_operator = ""

    def __init__(self, message: str | None = None, *, parameter: str | None = None) -> None:
        self.message = message or (self.__doc__ or "").strip().splitlines()[0]
        self.parameter = parameter
        super().__init__(self.message)


class LayerNotFound(TerritorioError):
    """La capa pedida no existe."""

    def __init__(self, name: str, *, parameter: str | None = None) -> None:
        self.name = name
        super().__init__(f"La capa «{name}» no existe.", parameter=parameter)


class FeatureNotFound(TerritorioError):
    """El elemento pedido no existe."""


class InvalidParameter(TerritorioError):
    """El valor de un parámetro no es válido."""


class UnknownField(TerritorioError):
    """La capa no tiene el campo pedido."""

    def __init__(self, name: str, layer: str, *, parameter: str | None = None) -> None:
        self.name = name
        super().__init__(f"La capa «{layer}» no tiene el campo «{name}».", parameter=parameter)


class UnknownProperty(UnknownField):
    """La capa no tiene la propiedad pedida."""

    def __init__(self, reference: str, layer: str, *, parameter: str | None = None) -> None:
        super().__init__(reference, layer, parameter=parameter)
        self.message = f"«{reference}» no es una propiedad de {layer}."


class UnknownPrefix(TerritorioError):
    """El prefijo no está declarado."""

    def __init__(self, prefix: str, *, parameter: str | None = None) -> None:
        super().__init__(
            f"El prefijo «{prefix}» no está declarado: no es de ningún espacio de nombres.",
            parameter=parameter,
        )


class UnknownCrs(TerritorioError):
    """El sistema de coordenadas pedido no está entre los ofrecidos."""

    def __init__(self, crs: str, *, parameter: str | None = None) -> None:
        self.crs = crs
        super().__init__(
            f"El sistema de coordenadas «{crs}» no está entre los ofrecidos.", parameter=parameter
        )


class InvalidFilter(TerritorioError):
    """El filtro no es válido."""

    def __init__(
        self, message: str, *, position: int | None = None, parameter: str | None = "filter"
    ) -> None:
        self.position = position
        if position is not None:
            message = f"{message} (posición {position})"
        super().__init__(message, parameter=parameter)


class InapplicableOperator(InvalidFilter):
    """El operador no se aplica a ese valor."""


class InvalidGeometry(TerritorioError):
    """La geometría no es válida."""


class QueryTimeout(TerritorioError):
    """La consulta excedió el tiempo permitido; acote el área, el filtro o el límite."""


class DatabaseAway(TerritorioError):
    """La base de datos no responde por el momento; vuelva a intentarlo en unos segundos."""

    said_to_operator = "the database does not answer"


class StorageFull(TerritorioError):
    """El servidor no tiene espacio para guardar; vuelva a intentarlo más tarde."""

    said_to_operator = "no space left on the disk"


class StorageAway(TerritorioError):
    """El almacenamiento de rásteres no responde por el momento; vuelva a intentarlo más tarde."""

    said_to_operator = "the storage of rasters does not answer"


class StoredFileMissing(TerritorioError):
    """El archivo ya no está guardado: súbalo de nuevo."""


class CascadeFailed(TerritorioError):
    """El servidor que dibuja esa capa no dio el mapa; vuelva a intentarlo en un momento.

    ``said_to_operator`` is what that server did: it isn't ours to repeat.
    """

    def __init__(self, title: str, said: str = "") -> None:
        self.said_to_operator = f"«{title}»: {said}" if said else f"«{title}» is not asked now"
        super().__init__(
            f"El servidor que dibuja «{title}» no dio el mapa; vuelva a intentarlo en un momento."
        )


class UploadTooLarge(TerritorioError):
    """El archivo es más grande de lo que se admite."""


class QuotaExceeded(TerritorioError):
    """Sus archivos ocupan ya todo lo que su cuenta puede guardar."""


class UploadLocked(TerritorioError):
    """Otra petición está agregando a este archivo; vuelva a intentarlo en unos segundos."""


class ChecksumMismatch(TerritorioError):
    """La parte llegó alterada: envíela otra vez."""


class WrongOffset(TerritorioError):
    """El archivo no termina ahí. ``size`` says where it does, in bytes."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(f"El archivo tiene {size} bytes: siga desde ahí.")


class TooManyRequests(TerritorioError):
    """Desde su conexión se hizo esto demasiadas veces: espere. ``wait_s`` says how long."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        minutes = -(-wait_s // 60)
        unit = "minuto" if minutes == 1 else "minutos"
        super().__init__(
            f"Desde su conexión se hizo esto demasiadas veces: vuelva a intentarlo en {minutes} "
            f"{unit}."
        )


class LayerNotEditable(TerritorioError):
    """La capa no se edita."""


class NotAuthenticated(TerritorioError):
    """Hace falta ingresar con una cuenta."""


class EditNotAllowed(TerritorioError):
    """Su cuenta no puede hacer este cambio."""


class OutsideScope(TerritorioError):
    """La geometría sale del departamento de su cuenta."""


class WrongState(TerritorioError):
    """El estado actual no admite este cambio."""


class VersionRequired(TerritorioError):
    """Falta decir qué versión se cambia."""


class VersionConflict(TerritorioError):
    """Otra persona cambió el elemento después de la versión que usted tenía.

    ``fid`` names the feature, ``named`` the version that the client had, ``current`` the
    stored one.
    """

    def __init__(self, fid: str, *, named: int, current: int) -> None:
        self.fid = fid
        self.named = named
        self.current = current
        super().__init__(
            f"La versión {named} ya no es la actual, que es la {current}: "
            "alguien guardó entretanto."
        )
