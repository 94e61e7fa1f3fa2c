"""Motions in the browser: made by a form, shown in the order in which they are put."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comity.rules.words import LANGUAGES, text
from tests.people import new_id
from tests.web.pages import world

PAGE = "/bodies/unsc/motions/"


def move(client: Client, of: str, kind: str) -> Any:
    given = {"id": new_id(), "of": of, "kind": kind, "details": f"because of {of}", "seen_by": "members"}
    return client.post("/proceedings/motions:unsc/acts/motions.move", given)


def test_rule_33_the_page_shows_motions_in_the_order_in_which_they_are_put(houses: str) -> None:
    france = world.client("fr.dupont")
    answer = move(france, "FRA", "postpone_discussion")
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert move(france, "FRA", "suspend_meeting").status_code == 303
    page = france.get(PAGE).content.decode()
    suspend, postpone = (
        text(f"motions.kinds.{kind}").say("en") for kind in ("suspend_meeting", "postpone_discussion")
    )
    listed = page[page.index('id="before-title"') :].lower()
    assert listed.index(suspend.lower()) < listed.index(postpone.lower())
    assert "because of FRA" in page


def test_what_is_for_the_members_is_not_shown_to_others(house: str) -> None:
    move(world.client("fr.dupont"), "FRA", "suspend_meeting")
    assert "because of FRA" not in world.client().get(PAGE).content.decode()


def test_a_motion_in_anothers_name_is_refused_with_the_form_again(house: str) -> None:
    answer = move(world.client("fr.dupont"), "GBR", "suspend_meeting")
    assert answer.status_code == 422
    assert "because of GBR" in answer.content.decode()


def test_there_is_no_page_for_a_body_that_is_not_there(house: str) -> None:
    assert world.client().get("/bodies/nowhere/motions/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(house: str, language: str) -> None:
    page = world.client(language=language).get(PAGE).content.decode()
    assert text("web.pages.nothing_before_the_body").say(language) in page.replace("&#x27;", "'")
