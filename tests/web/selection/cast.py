"""The people of a selection, each signed in in a browser of their own, who act by filling in the forms of the site."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from comity.bodies.body import standard_bodies
from tests.serving import Served, person

PLACE: Final = "/selections/play/"
PDF: Final = {
    "name": "presented.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7 what was presented",
}
OPEN_ALL: Final = "document.querySelectorAll('main details').forEach((one) => (one.open = true))"
STATES: Final = ("ARG", "BRA", "CRI", "DEU", "EGY", "FIN", "GHA", "HUN", "IDN", "JOR", "KEN", "MEX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who plays what: members of the Council as it sits today, and States that do not sit on it."""

    president: str
    """Presides, and presents a candidate of its own."""
    chair: str
    """Conducts the rounds in its stead."""
    member: str
    """A permanent member that presents a candidate."""
    tellers: tuple[str, str]
    states: tuple[str, str, str, str]
    """Not on the Council."""
    voters: int


def roles() -> Roles:
    council = standard_bodies()["unsc"]
    today = council.local(datetime.now(UTC)).date()
    members, president = council.members_on(today), council.president_on(today)
    member = next(code for code in council.permanent_on(today) if code != president)
    chair = council.presiding_for(today, {president, member})
    first, second = [code for code in members if code not in (president, member, chair)][:2]
    one, two, three, four = [code for code in STATES if code not in members][:4]
    return Roles(
        president=president, chair=chair, member=member, tellers=(first, second),
        states=(one, two, three, four), voters=len(members),
    )  # fmt: skip


def people(roles: Roles) -> list[dict[str, str]]:
    """Ten people to sign in."""
    states = (roles.president, roles.chair, roles.member, *roles.tellers, *roles.states)
    return [person(f"rep-{code}", of=code) for code in states] + [person("pga", "president", body="unga")]


class Someone:
    """One person at one browser."""

    def __init__(self, browser: Any, served: Served, who: str, of: str = "") -> None:
        self.who, self.of = who, of
        self.context = browser.new_context(
            locale="en-GB", base_url=served.address, viewport={"width": 1280, "height": 900}
        )
        if who:
            session = served.people[who]["session"]
            self.context.add_cookies([{"name": "session", "value": session, "url": served.address}])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def at(self, place: str = "") -> str:
        """What this person reads there."""
        answer = self.page.goto(place if place.startswith("/") else PLACE + place)
        assert answer is not None
        if answer.status == 404:
            return ""
        assert answer.status == 200, (self.who, place, answer.status)
        return str(self.page.locator("main").inner_text())

    def numbers(self, place: str, of: str) -> list[int]:
        """The numbers of the letters, copies or whatever it is to which that page leads."""
        self.at(place)
        links = self.page.locator(f'main a[href*="/{of}/"]').evaluate_all("all => all.map((a) => a.pathname)")
        return [int(one.rstrip("/").rpartition("/")[2]) for one in links if one.rstrip("/")[-1].isdigit()]

    def sees_why_not(self, place: str) -> str:
        """The page with every reason why something is not in order."""
        self.at(place)
        self.page.evaluate(OPEN_ALL)
        return str(self.page.locator("main").inner_text())

    def opens(self, **given: Any) -> None:
        """Open the selection."""
        self.at("/selections/")
        self.page.evaluate(OPEN_ALL)
        form = self.page.locator('form[action="/selections/"]').last
        for name, value in given.items():
            fill(form, name, value)
        self._press(form.locator("button").last)
        assert self.page.url.endswith(PLACE)

    def does(self, place: str, act: str, about: int | str = "", **given: Any) -> None:
        """Fill in the form of that act on that page, and see it taken."""
        said = self._sends(place, act, about, given)
        assert self.page.locator(".notice--done").count(), (self.who, act, said)

    def is_refused(self, place: str, act: str, about: int | str = "", **given: Any) -> str:
        """The objection that comes back, with its citation."""
        self._sends(place, act, about, given)
        return str(self.page.locator(".refused .objection").first.inner_text())

    def _sends(self, place: str, act: str, about: int | str, given: dict[str, Any]) -> str:
        self.at(place)
        self.page.evaluate(OPEN_ALL)
        forms = self.page.locator(f'form[action$="selection.{act}"]')
        hidden = f'input[type="hidden"][name="about"][value="{about}"]'
        form = (forms.filter(has=self.page.locator(hidden)) if about and forms.count() > 1 else forms).first
        if form.locator('select[name="about"]').count():
            form.locator('select[name="about"]').select_option(str(about))
        for name, value in given.items():
            fill(form, name, value)
        return self._press(form.locator("button").last)

    def _press(self, button: Any) -> str:
        with self.page.expect_navigation(wait_until="load"):
            button.click()
        return str(self.page.locator("main").inner_text())

    def desk(self, hearing: int, selector: str, **given: Any) -> None:
        """Press something at the desk of a hearing, and wait until the record has it."""
        if self.page.locator("#desk").count() == 0 or f"/hearings/{hearing}/" not in self.page.url:
            self.at(f"hearings/{hearing}/")
        self.page.evaluate(OPEN_ALL)
        for name, value in given.items():
            fill(self.page.locator("main"), name, value)
        button = self.page.locator(selector)
        if button.get_attribute("data-reload") is not None:
            self._press(button)
            return
        with self.page.expect_response(lambda answer: "/acts/" in answer.url) as heard:
            button.click()
        assert heard.value.status == 303, heard.value.status

    def counts(self, number: int, rows: dict[int, tuple[int, ...]], voters: int) -> str:
        """Fill in the sheet: in favour, against, and of both those of permanent members; the rest said neither."""
        self.at(f"rounds/{number}/")
        for candidate, (yes, no, *permanent) in rows.items():
            boxes = {"in_favour": yes, "against": no, "neutral": voters - yes - no}
            if permanent:
                boxes |= {"in_favour_permanent": permanent[0], "against_permanent": permanent[1]}
                boxes |= {"neutral_permanent": permanent[2]}
            for field, value in boxes.items():
                self.page.fill(f'.sheet [name="{candidate}-{field}"]', str(value))
        return self._press(self.page.locator(".sheet button").last)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []


def fill(form: Any, name: str, value: Any) -> None:
    """Put a value into a field, whatever kind of field it is."""
    fields = form.locator(f'[name="{name}"]')
    first = fields.first
    kind = first.evaluate("field => field.tagName === 'INPUT' ? field.type : field.tagName.toLowerCase()")
    match kind:
        case "radio" | "checkbox" if not isinstance(value, bool):
            for one in [value] if isinstance(value, str) else value:
                form.locator(f'[name="{name}"][value="{one}"]').check()
        case "checkbox":
            first.set_checked(value)
        case "select":
            first.select_option(str(value))
        case "file":
            first.set_input_files(value)
        case _:
            first.fill(str(value))


class Cast:
    """Everybody at once, the public among them."""

    def __init__(self, browser: Any, served: Served, roles: Roles) -> None:
        self.roles = roles
        by_state = {
            code: Someone(browser, served, f"rep-{code}", code)
            for code in (roles.president, roles.chair, roles.member, *roles.tellers, *roles.states)
        }
        self.president, self.chair = by_state[roles.president], by_state[roles.chair]
        self.member = by_state[roles.member]
        self.tellers = tuple(by_state[code] for code in roles.tellers)
        self.states = tuple(by_state[code] for code in roles.states)
        self.assembly = Someone(browser, served, "pga")
        self.public = Someone(browser, served, "")
        self.everyone = (*by_state.values(), self.assembly, self.public)

    def close(self) -> None:
        for one in self.everyone:
            one.close()

    def letters_go_out(self, *numbers: int) -> None:
        """Every President whose signature is missing signs, and the letter is circulated."""
        for number in numbers:
            place = f"letters/{number}/"
            for one in (self.president, self.assembly):
                if one.at(place) and one.page.locator('form[action$="selection.sign_letter"]').count():
                    one.does(place, "sign_letter", number)
            self.president.does(place, "circulate_letter", number)

    def public_reads(self, *pages: str, there: Iterable[str] = (), absent: Iterable[str] = ()) -> None:
        """What everyone finds on these pages, and what nobody of the public finds on any of them."""
        found = "\n".join(
            self.public.at(page) for page in pages or ("", "hearings/", "rounds/", "conclusion/")
        )
        assert [one for one in there if one not in found] == [], found
        assert [one for one in absent if one in found] == [], found


def soon(seconds: float) -> str:
    """A moment so many seconds from now, as a form takes it."""
    return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"


def until(met: Any, most: float = 90) -> Any:
    """Ask again until it is so: time that the rules ask for must pass, and others work on the same machine."""
    end = time.monotonic() + most
    while not (found := met()):
        assert time.monotonic() < end
    return found


def serve(tmp_path: Path, roles: Roles) -> Served:
    """A house of its own, with everybody accredited and signed in."""
    one = Served(tmp_path / "served")
    one.data.mkdir()
    one.prepare(people(roles))
    one.start()
    return one
