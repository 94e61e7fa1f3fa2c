"""Which guards each act passes: those of the situation, known beforehand, and those of what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from comity.elections import acts, calling, holding
from comity.rules.acts import Act
from comity.rules.guard import Guard

_OF_A_SLATE: Final = (calling.the_election_is_known, calling.it_is_under_way, calling.the_slate_is_known)
_OF_A_ROUND: Final = (calling.the_election_is_known, holding.the_round_is_known)

SITUATION: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.CallElection: (calling.officers_write_down_what_happens,),
    acts.CallCouncilElection: (
        calling.the_assembly_elects_members_of_the_council,
        calling.officers_write_down_what_happens,
    ),
    acts.AddSlate: (
        calling.the_election_is_known,
        calling.officers_write_down_what_happens,
        calling.it_is_under_way,
        calling.nothing_was_opened_yet,
    ),
    acts.DeclareCandidate: (
        calling.the_election_is_known,
        calling.it_is_under_way,
        calling.a_list_is_between_rounds,
    ),
    acts.WithdrawCandidate: (
        calling.the_election_is_known,
        calling.it_is_under_way,
        calling.a_list_is_between_rounds,
    ),
    acts.RecordAgreement: (calling.the_election_is_known, calling.officers_write_down_what_happens),
    acts.AskForBallot: (
        *_OF_A_SLATE,
        calling.only_for_a_subsidiary_organ,
        calling.nothing_was_voted_on_there,
    ),
    acts.DispenseWithBallot: (
        *_OF_A_SLATE,
        calling.the_presidency_acts,
        calling.only_for_a_subsidiary_organ,
        calling.nothing_was_voted_on_there,
        calling.as_many_candidates_as_places_and_nobody_asks,
    ),
    acts.OpenRound: (
        calling.the_election_is_known,
        calling.the_presidency_acts,
        calling.it_is_under_way,
        holding.something_is_left_to_vote_on,
    ),
    acts.IssuePapers: (
        *_OF_A_ROUND,
        calling.officers_write_down_what_happens,
        holding.on_paper,
        holding.the_round_is_open,
        holding.papers_are_issued_once,
    ),
    acts.CloseRound: (
        *_OF_A_ROUND,
        calling.the_presidency_acts,
        holding.on_paper,
        holding.the_round_is_open,
        holding.papers_were_issued,
    ),
    acts.EnterCount: (
        *_OF_A_ROUND,
        holding.only_tellers_count,
        holding.on_paper,
        holding.the_box_is_closed,
        holding.each_teller_counts_alone,
    ),
    acts.HandInResult: (
        holding.only_through_the_door,
        *_OF_A_ROUND,
        calling.officers_write_down_what_happens,
        holding.it_waits_for_its_ballot,
    ),
    acts.AnnounceRound: (*_OF_A_ROUND, calling.the_presidency_acts, holding.both_tellers_agree),
    acts.AbandonRound: (*_OF_A_ROUND, calling.the_presidency_acts, holding.it_can_still_be_abandoned),
    acts.PrepareLot: (
        *_OF_A_SLATE,
        calling.officers_write_down_what_happens,
        holding.lots_are_drawn_where_votes_stay_equal,
        holding.the_seed_is_not_fixed_yet,
    ),
    acts.DrawLot: (
        *_OF_A_SLATE,
        calling.the_presidency_acts,
        holding.lots_are_drawn_where_votes_stay_equal,
        holding.the_seed_was_fixed,
    ),
    acts.PostponeElection: (
        calling.the_election_is_known,
        calling.the_presidency_acts,
        calling.it_is_under_way,
        holding.no_round_runs,
    ),
    acts.CancelElection: (
        calling.the_election_is_known,
        calling.the_presidency_acts,
        calling.it_is_under_way,
        holding.no_round_runs,
        holding.nothing_was_announced,
    ),
}

CONTENT: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.CallElection: (
        calling.the_term_has_a_beginning_and_an_end,
        calling.a_body_elected_to_is_known_with_its_term,
        calling.only_the_assembly_dispenses_with_a_ballot,
    ),
    acts.CallCouncilElection: (calling.five_are_elected_once_a_year,),
    acts.AddSlate: (
        calling.persons_are_named_in_lines,
        calling.a_list_can_be_filled,
        calling.a_name_stands_on_one_list,
    ),
    acts.DeclareCandidate: (
        calling.a_person_is_named,
        calling.a_member_stands_or_a_group_puts_forward,
        calling.a_group_endorses_its_own,
        calling.a_retiring_member_is_not_elected_again_at_once,
        calling.a_candidate_is_eligible_and_declared_once,
        calling.what_was_spent_is_said_with_its_currency,
    ),
    acts.WithdrawCandidate: (calling.withdrawing_is_between_rounds, calling.a_candidate_withdraws_itself),
    acts.RecordAgreement: (calling.two_candidates_agree,),
    acts.AskForBallot: (calling.a_member_asks_once,),
    acts.OpenRound: (
        holding.elections_are_by_secret_ballot,
        holding.the_next_ballot_follows_from_the_last,
    ),
    acts.IssuePapers: (holding.a_majority_is_there_to_elect,),
    acts.EnterCount: (holding.only_names_on_the_paper_count, holding.the_papers_reconcile),
    acts.HandInResult: (holding.the_figures_are_possible,),
    acts.PrepareLot: (holding.the_fingerprint_is_one,),
    acts.DrawLot: (holding.the_seed_is_the_one_fixed_before,),
    acts.PostponeElection: (holding.the_day_is_to_come,),
}
