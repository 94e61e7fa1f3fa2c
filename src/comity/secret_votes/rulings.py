"""Which guards each act passes: those of the situation, known beforehand, and those of what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from comity.rules.acts import Act
from comity.rules.guard import Guard
from comity.secret_votes import acts, guards, keys, papers

_OFFICER: Final = (guards.the_ballot_is_known, guards.officers_hold_the_ballot)
_DOOR: Final = (guards.only_through_the_door, guards.the_ballot_is_known)
_TRUSTEE: Final = (
    guards.the_ballot_is_known,
    guards.it_is_not_open_yet,
    keys.the_seat_is_theirs,
    keys.it_is_of_this_round,
)

SITUATION: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.CallBallot: (guards.officers_hold_the_ballot,),
    acts.ReplaceTrustee: (*_OFFICER, guards.it_is_not_open_yet),
    acts.BeginCeremonyAgain: (*_OFFICER, guards.it_is_not_open_yet, keys.it_is_a_group),
    acts.HandInCertificate: (*_TRUSTEE, keys.a_certificate_is_due),
    acts.HandInDealing: (*_TRUSTEE, keys.a_dealing_is_due),
    acts.HandInKey: (*_TRUSTEE, keys.a_key_is_due),
    acts.ReportDealing: (*_TRUSTEE, keys.it_is_a_group),
    acts.RegisterCredential: (guards.the_ballot_is_known, guards.it_is_not_open_yet),
    acts.AskForRenewal: (*_OFFICER, guards.it_is_not_open_yet),
    acts.ConfirmRenewal: (*_OFFICER, guards.it_is_not_open_yet),
    acts.OpenBallot: (
        *_DOOR,
        guards.officers_hold_the_ballot,
        guards.it_is_not_open_yet,
        guards.every_key_is_there,
        guards.enough_have_registered,
        guards.its_time_has_not_run_out,
    ),
    acts.CastBallot: (*_DOOR, guards.it_is_open),
    acts.CloseBallot: (*_OFFICER, guards.it_has_been_opened),
    acts.LetTimeRunOut: (guards.only_the_clerk, guards.the_ballot_is_known, guards.the_time_has_run_out),
    acts.HandInShare: (*_DOOR, guards.it_is_closed),
    acts.EnterPaperCount: (
        guards.the_ballot_is_known,
        papers.tellers_count_the_papers,
        papers.there_are_papers,
        guards.it_is_closed,
    ),
    acts.AcceptDifference: (
        guards.the_ballot_is_known,
        papers.the_presidency_accepts_a_difference,
        papers.there_are_papers,
        guards.it_is_closed,
    ),
    acts.AnnounceResult: (*_DOOR, guards.it_is_closed, guards.everything_is_there_to_open_it),
    acts.AbandonBallot: (*_OFFICER, guards.it_is_under_way),
}

CONTENT: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.CallBallot: (
        guards.the_questions_can_be_put,
        guards.several_hold_the_keys,
        guards.no_single_ballot_is_opened,
        guards.it_closes_later,
        guards.colours_rest_on_a_procedural_decision,
        guards.only_members_of_the_assembly_lose_their_vote,
        guards.a_selection_stays_in_private,
    ),
    acts.ReplaceTrustee: (keys.the_new_seat_is_free,),
    acts.HandInCertificate: (keys.the_certificate_holds,),
    acts.HandInDealing: (keys.the_dealing_holds,),
    acts.HandInKey: (keys.the_key_holds,),
    acts.ReportDealing: (keys.the_dealer_has_dealt,),
    acts.RegisterCredential: (
        keys.only_members_register,
        keys.a_delegation_registers_once,
        keys.the_credential_is_new_and_known,
    ),
    acts.AskForRenewal: (keys.it_has_registered, keys.nobody_has_asked_yet),
    acts.ConfirmRenewal: (keys.it_has_registered, keys.a_second_officer_confirms),
    acts.OpenBallot: (guards.what_it_may_give_away_was_weighed,),
    acts.CastBallot: (
        keys.the_credential_is_their_own,
        keys.no_ballot_comes_twice,
        keys.one_vote_where_that_is_the_rule,
    ),
    acts.HandInShare: (
        keys.the_share_is_the_trustees_own,
        keys.enough_ballots_hide_each_vote,
        keys.the_share_is_still_needed,
    ),
    acts.EnterPaperCount: (
        papers.each_teller_counts_alone,
        papers.the_papers_add_up,
        papers.a_correction_changes_something,
    ),
    acts.AcceptDifference: (papers.there_is_a_difference,),
    acts.AnnounceResult: (guards.the_figures_are_those_of_its_boxes,),
}
