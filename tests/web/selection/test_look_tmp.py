from datetime import timedelta
from tests.web.selection import staged
from tests.web.selection.staged import *
from tests.selection.desk import representative
from comity.selection import acts as a
import os, pytest

def hearings_stage():
    stage = Stage("unsg-2017-proposal").announced()
    names = ("Amina Benyahia", "Gro Haraldsdóttir-Vestergaard", "Irina Petrova", "María Fernanda Espinosa Garcés", "Wei Ling")
    for of, name in zip(FIVE, names):
        assert stage.nominate(of, full_name=name).accepted
    stage.letters()
    stage.does(PGA, a.DrawSlots, seed="7 4 11 32 9, drawn in the Trusteeship Council Chamber")
    society = staged.actor(SOCIETY)
    for n in (1, 2, 3):
        stage.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=n, at=stage.now + timedelta(days=n), webcast="https://webtv.un.org/en/asset/k1%d" % n)
    stage.does(LATVIA, a.ScheduleHearing, kind="meeting", candidate=1, at=stage.now)
    stage.does(LATVIA, a.OpenHearing, hearing=4)
    stage.does(LATVIA, a.CloseHearing, hearing=4)
    for h in (1, 2):
        for i, (of, q, l) in enumerate((("FRA", "Comment comptez-vous réformer le système de développement ?", "fr"), ("ITA", "How will you protect the independence of the Secretariat?", "en"), ("CHN", "您如何看待多边主义的未来？", "zh"), ("EGY", "كيف ستتعاملون مع أزمات الشرق الأوسط؟", "ar"), ("GHA", "How will you strengthen cooperation with the African Union in peace operations?", "en"))):
            stage.does(representative(of), a.SubmitQuestion, hearing=h, of=of, question_text=q, language=l)
        stage.does(society, a.SubmitQuestion, hearing=h, of="CIVIL-VOICES", question_text="What will you do for women and young people in peace processes?", language="en")
    def put(h, base):
        stage.does(PGA, a.MergeQuestions, hearing=h, questions=(base + 2, base + 5), theme="Peace operations", question_text="How will you work with regional organizations, and keep the Secretariat independent while doing so?")
        m = max(stage.state.questions)
        stage.does(PGA, a.ChooseQuestion, question=m)
        stage.does(PGA, a.ChooseQuestion, question=base + 1)
        return m
    stage.does(PGA, a.OpenHearing, hearing=1)
    stage.does(PGA, a.CallPart, hearing=1, part="presentation")
    stage.now += timedelta(minutes=9)
    m = put(1, 0)
    stage.does(PGA, a.CallPart, hearing=1, part="groups")
    stage.does(PGA, a.AskQuestion, question=m)
    stage.now += timedelta(minutes=4)
    stage.does(PGA, a.MarkAnswered, question=m)
    stage.does(PGA, a.AskQuestion, question=1)
    stage.does(PGA, a.CloseHearing, hearing=1, archive="https://webtv.un.org/en/asset/k11")
    stage.now = READ_AT - timedelta(minutes=11)
    stage.does(PGA, a.OpenHearing, hearing=2)
    stage.does(PGA, a.CallPart, hearing=2, part="groups")
    stage.now = READ_AT - timedelta(minutes=8)
    m = put(2, 6)
    stage.does(PGA, a.AskQuestion, question=m)
    return stage

def shoot(page, name):
    page.screenshot(path=f"/tmp/shots/{name}.png", full_page=True)

def test_look(visit):
    hearings_stage()
    for who, path, lang, width, dark in (
        ("", "hearings/", "en", 1280, 0), (ASSEMBLY, "hearings/", "en", 1280, 0), ("", "hearings/", "ar", 360, 0),
        (ASSEMBLY, "hearings/2/", "en", 1280, 0), ("", "hearings/2/", "en", 1280, 1), (rep("FRA"), "hearings/2/", "fr", 1280, 0), (ASSEMBLY, "hearings/2/", "ar", 360, 0), ("", "hearings/1/", "en", 1280, 0), ("", "hearings/4/", "en", 1280, 0), (rep("LVA"), "hearings/3/", "en", 1280, 0)):
        page = visit("/selections/test/" + path, who, lang, width=width, color_scheme="dark" if dark else "light")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        print(who, path, over)
        shoot(page, f"{path.strip('/').replace('/', '-')}-{who or 'public'}-{lang}-{width}-{dark}")
