"""A real worker and a real server of mail: what people asked for travels, and nothing is lost."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from layers import registry
from layers.editing import Decide, Decision, Remark, apply
from layers.jobs.kinds import MAIL_WAITS_S
from layers.jobs.running import GIVEN_UP, PutBack, run
from layers.models import Job
from layers.participation import answering
from layers.participation.subscribing import ask
from territory.models import MailSubscription
from tests.config.processes import free_port
from tests.contributions import WORDS, editor, moderator, published, sent
from tests.jobs import wait_until, working
from tests.smtp_server import HOST, PASSWORD, USER, Certificate, Mailbox, serving
from tests.subscriptions import ADDRESS, CLIENT, SITE
from tests.zones import LAYER, planner, reviewer, stored

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed")]
FROM = "avisos@geo.ejemplo.pe"


@pytest.fixture
def committed(committed_db: None) -> Iterator[None]:
    """Committed, as workers see it, with an empty queue again after each."""
    yield
    Job.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("smtp"))


def variables(port: int, certificate: Certificate) -> dict[str, str]:
    """The settings of a site that sends by a submission server (RFC 6409)."""
    return {
        "EMAIL_HOST": HOST,
        "EMAIL_PORT": str(port),
        "EMAIL_USE_TLS": "1",
        "EMAIL_HOST_USER": USER,
        "EMAIL_HOST_PASSWORD": PASSWORD,
        "EMAIL_FROM": FROM,
        "PUBLIC_URL": f"{SITE}/",
        "SSL_CERT_FILE": str(certificate.certificate),
    }


def all_done() -> bool:
    """Whether no job waits or runs, but those of the timetable that say nothing to anybody."""
    kinds = Job.objects.filter(state__in=("queued", "running")).values_list("kind", flat=True)
    return not any("mail" in kind for kind in kinds)


def links(text: str) -> list[str]:
    return re.findall(rf"{SITE}(/participar/\S+)", text)


def test_from_the_form_to_the_last_notice(
    certificate: Certificate, capsys: pytest.CaptureFixture[str]
) -> None:
    """Double opt-in, a notice of an area, of an answer, and one click that ends them."""
    client, box = Client(), Mailbox()
    given = {"email": ADDRESS, "consent": "1", "place": "0801"}
    with serving(box, starttls=certificate) as port, working(**variables(port, certificate)):
        assert client.post("/participar/avisos/", given).status_code == 302
        assert wait_until(lambda: len(box.taken) == 1)
        confirm, _leave = links(box.texts[0])
        assert client.post(confirm).status_code == 302
        kept = published(moderator(), sent(geom=None, unit="080101"))
        assert wait_until(lambda: len(box.taken) == 2)
        kept.refresh_from_db()
        answering.answer(editor(), kept.pk, kept.version, "Se repara en mayo.", "accepted")
        assert wait_until(lambda: len(box.taken) == 3)
        leave = box.taken[-1][1]["List-Unsubscribe"].strip(" <>").removeprefix(SITE)
        assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not MailSubscription.objects.exists()
        published(moderator("otra"), sent(geom=None, unit="080101"))
        assert wait_until(all_done)
    assert [address for address, _message in box.taken] == [ADDRESS] * 3
    assert [box.with_tls, box.accounts] == [[True] * 3, [USER] * 3]
    asked, shown, answered = (message for _to, message in box.taken)
    assert asked["Subject"] == "Confirme que quiere recibir avisos"
    assert shown["Subject"] == f"Aporte {kept.pk}: se publicó"
    assert answered["Subject"] == f"Aporte {kept.pk}: respondido"
    for message in (asked, shown, answered):
        assert (message["From"], message["To"]) == (FROM, ADDRESS)
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(WORDS not in text and "Se repara" not in text for text in box.texts)
    _told_nobody(capsys.readouterr().out)


def test_a_decision_on_a_zone_reaches_its_author(
    certificate: Certificate, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    author, boss = planner("ana"), reviewer("rosa")
    author.email = "Ana@ejemplo.pe"
    author.save()
    zone, box = stored(author, "submitted", title="La zona de ana"), Mailbox()
    with serving(box, starttls=certificate) as port, working(**variables(port, certificate)):
        step = Decide(str(zone.pk), zone.version, Decision("return"), Remark("Falta el puente"))
        apply(boss, registry.get(LAYER, boss), [step])
        assert wait_until(lambda: len(box.taken) == 1)
        assert wait_until(all_done)
    [(address, message)] = box.taken
    assert (address, message["Subject"]) == (
        "Ana@ejemplo.pe",
        "Zona devuelta a borrador: La zona de ana",
    )
    assert "Falta el puente" in box.texts[0]
    assert f"{SITE}/zonas/{zone.pk}/" in box.texts[0]
    assert "Ana@ejemplo" not in capsys.readouterr().out


def test_what_the_server_refuses_for_now_is_sent_once_it_takes_it(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    """Away, then busy, then there: one message, and nothing of whom it is for anywhere else."""
    box, port = Mailbox(refused={ADDRESS: f"450 <{ADDRESS}> greylisted"}), free_port()
    job = _asked(settings, port)
    assert _again(job) == MAIL_WAITS_S[0]
    assert "Se intenta otra vez en 1 min." in job.message
    with serving(box, port=port):
        assert _again(job) == MAIL_WAITS_S[1]
        box.refused.clear()
        run(str(job.uuid), lambda: False)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.SUCCEEDED, {"sent": 1})
    assert [address for address, _message in box.taken] == [ADDRESS]
    _told_nobody(_told(caplog) + str(job.__dict__))


def test_what_is_never_taken_is_told_and_the_address_goes_by_its_own_time(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    job = _asked(settings, free_port())
    for wait_s in MAIL_WAITS_S:
        assert _again(job) == wait_s
    run(str(job.uuid), lambda: False)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message.endswith(GIVEN_UP)
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    # Who asks again is written to: nothing of the first attempt stands in the way.
    assert MailSubscription.objects.count() == 1
    _told_nobody(_told(caplog) + str(job.__dict__))


def test_a_worker_that_dies_while_the_server_is_slow_loses_nothing(
    certificate: Certificate,
) -> None:
    slow = Mailbox(delay_s=30)
    with serving(slow, starttls=certificate) as port:
        with working(**variables(port, certificate)) as worker:
            ask(CLIENT, ADDRESS, contribution=sent().contribution)
            assert wait_until(
                lambda: Job.objects.filter(state="running", kind__contains="mail").exists()
            )
            worker.kill()
            worker.wait()
        slow.delay_s = 0
        with working(**variables(port, certificate)):
            assert wait_until(lambda: len(slow.taken) == 1)
            assert wait_until(all_done)
    assert slow.taken[0][0] == ADDRESS


def _asked(settings: object, port: int) -> Job:
    """A job of a message, by a server at the port."""
    values = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": HOST,
        "EMAIL_PORT": port,
    }
    for name, value in values.items():
        setattr(settings, name, value)
    ask(CLIENT, ADDRESS, contribution=sent().contribution)
    return Job.objects.get(kind="participation_mail_confirm")


def _again(job: Job) -> int:
    """The job is done, and waits again; gives for how many seconds."""
    with pytest.raises(PutBack) as put:
        run(str(job.uuid), lambda: False)
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    return put.value.in_s


def _told(caplog: pytest.LogCaptureFixture) -> str:
    """What the site logged: the server of mail's own log is none of it."""
    own = [row for row in caplog.records if row.name not in ("mail.log", "asyncio")]
    return "".join(logging.Formatter().format(row) + str(row.__dict__) for row in own)


def _told_nobody(text: str) -> None:
    assert text
    assert "vecina" not in text.lower()
    assert PASSWORD not in text
