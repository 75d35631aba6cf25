"""What every make of a port has to do."""

import time

import pytest

from handlers.cms.base import Document
from handlers.flow.job import Job, job_of
from handlers.stores.ports import ClaimCheck, JobQueue, Leased, Ledger, Terms


def job(document: str = "d1", words: str = "one", at: float = 1000.0, site: str = "gazette") -> Job:
    found = Document(document, "post", "Title", text=words, revision=f"2026-11-23T{at:010.3f}")
    return job_of(site, found, at)


def taken(queue: JobQueue) -> Leased:
    found = queue.take(60)
    assert found is not None
    return found


# The queue


def test_a_job_comes_out_as_it_went_in(queue: JobQueue) -> None:
    queue.put(job(words="Straße “x” \N{PILE OF POO}"))
    found = taken(queue)
    assert found.job == job(words="Straße “x” \N{PILE OF POO}")
    assert found.attempts == 1


def test_a_taken_job_is_not_taken_again(queue: JobQueue) -> None:
    queue.put(job())
    assert queue.take(60) is not None
    assert queue.take(60) is None


def test_a_job_whose_lease_ended_comes_again(queue: JobQueue) -> None:
    queue.put(job())
    assert queue.take(1) is not None
    time.sleep(1.2)
    assert taken(queue).attempts == 2


def test_a_done_job_is_gone(queue: JobQueue) -> None:
    queue.put(job())
    queue.done(taken(queue))
    assert queue.take(60) is None
    assert queue.depth() == 0


def test_a_job_given_back_comes_at_its_time_and_is_counted(queue: JobQueue) -> None:
    queue.put(job())
    queue.again(taken(queue), 0, "busy")
    found = taken(queue)
    assert (found.job.id, found.attempts) == (job().id, 2)
    queue.again(found, 600, "busy")
    assert queue.take(60) is None
    assert queue.depth() == 1


def test_a_delayed_job_waits(queue: JobQueue) -> None:
    queue.put(job(), delay=600)
    assert queue.take(60) is None
    assert queue.depth() == 1


def test_a_job_that_was_given_up_can_be_put_again(queue: JobQueue) -> None:
    queue.put(job())
    queue.bury(taken(queue), "the CMS knows no such post")
    queue.put(job())
    assert queue.depth() == 1
    assert taken(queue).attempts == 1


def test_the_dead_are_shown_with_their_reason_and_can_be_revived(queue: JobQueue) -> None:
    for name in ("d1", "d2"):
        queue.put(job(name))
        queue.bury(taken(queue), f"{name} cannot be written")
    assert queue.take(60) is None
    assert queue.depth() == 0
    assert {(one.job.document, one.reason) for one in queue.dead()} == {
        ("d1", "d1 cannot be written"),
        ("d2", "d2 cannot be written"),
    }


def test_one_of_the_dead_is_revived(queue: JobQueue) -> None:
    queue.put(job("d1"))
    queue.bury(taken(queue), "no")
    assert queue.revive("another") == 0


def test_all_of_the_dead_are_revived(queue: JobQueue) -> None:
    queue.put(job("d1"))
    queue.bury(taken(queue), "no")
    assert queue.revive() == 1
    found = taken(queue)
    assert (found.job.document, found.attempts) == ("d1", 1)


# The ledger


def test_nothing_is_known_of_an_unknown_document(ledger: Ledger) -> None:
    assert ledger.get("gazette", "d1") is None
    assert ledger.finish(job(), "done", "written") is False


def test_the_same_content_is_claimed_once(ledger: Ledger) -> None:
    assert ledger.claim(job()) is True
    assert ledger.claim(job()) is False
    assert ledger.claim(job(at=2000.0)) is False  # a later save of the same words
    found = ledger.get("gazette", "d1")
    assert found is not None
    assert (found.content_hash, found.job, found.state) == (
        job().content_hash,
        job().id,
        "queued",
    )


def test_sites_and_documents_are_apart(ledger: Ledger) -> None:
    assert ledger.claim(job())
    assert ledger.claim(job(site="courier"))
    assert ledger.claim(job("d2"))


def test_a_newer_version_replaces_an_older_and_not_the_other_way(ledger: Ledger) -> None:
    old, new = job(), job(words="two", at=2000.0)
    assert ledger.claim(new)
    assert not ledger.claim(old)
    assert not ledger.save_result(old, b"{}")
    assert not ledger.finish(old, "done", "written")
    assert ledger.claim(job(words="three", at=3000.0))


def test_a_result_is_kept_and_outlives_the_next_claim(ledger: Ledger) -> None:
    ledger.claim(job())
    assert ledger.save_result(job(), b'{"topics": []}')
    found = ledger.get("gazette", "d1")
    assert found is not None
    assert (found.state, found.result, found.result_hash) == (
        "classified",
        b'{"topics": []}',
        job().content_hash,
    )
    terms = Terms(("1", "2"), ("3",))
    assert ledger.finish(job(), "done", "written", terms)
    ledger.claim(job(words="two", at=2000.0))
    found = ledger.get("gazette", "d1")
    assert found is not None
    assert (found.state, found.note, found.terms) == ("queued", "", terms)
    assert found.result_hash != found.content_hash


def test_what_is_remembered_of_terms_stays_where_none_are_given(ledger: Ledger) -> None:
    ledger.claim(job())
    ledger.finish(job(), "done", "written", Terms(("1",)))
    ledger.finish(job(), "skipped", "gone")
    found = ledger.get("gazette", "d1")
    assert found is not None
    assert (found.terms, found.note) == (Terms(("1",)), "gone")


def test_deliveries_are_counted_by_site_and_minute(ledger: Ledger) -> None:
    assert [ledger.count("gazette", 7) for _ in range(3)] == [1, 2, 3]
    assert ledger.count("gazette", 8) == 1
    assert ledger.count("courier", 7) == 1


# The claim check


def test_a_content_is_fetched_until_it_is_dropped(claims: ClaimCheck) -> None:
    where = claims.put("0a1b", "Überlänge".encode() * 1000)
    assert claims.get(where) == "Überlänge".encode() * 1000
    claims.drop(where)
    with pytest.raises(LookupError):
        claims.get(where)
    claims.drop(where)
