----------------------------- MODULE Behaviours -----------------------------
(***************************************************************************)
(* Follows what real code did, step by step, and checks that the protocol  *)
(* allows it. `Recorded` (in Recorded.tla, which the test writes) is a     *)
(* sequence of behaviours, each a sequence of steps. README.md says what a *)
(* step looks like.                                                        *)
(*                                                                         *)
(* A behaviour ends with the step that the protocol does not allow.        *)
(***************************************************************************)
EXTENDS Claims, Recorded, Sequences

VARIABLES which, at

Step == Recorded[which][at]

Row(s) == row'.gen = s.row.gen /\ row'.holder = s.row.holder /\ row'.mark = s.row.mark

(* What the database answered, where somebody waits for it. *)
Answer(s, yes) ==
  (s.to # NoOne /\ s.times # "early") => (proc'[s.to].answer.kind = yes) = (s.rows = 1)

Statement(s) ==
  LET is(kind) == s.do = kind IN
  CASE is("take") -> [kind |-> "take", to |-> s.to, gen |-> s.seen, holder |-> s.holder, now |-> s.now, from |-> s.from,
                      until |-> s.until]
    [] s.do \in {"renew", "skewed"} -> [kind |-> "renew", to |-> s.to, gen |-> s.gen, holder |-> s.holder, told |-> s.told,
                       tokens |-> {s.token}, own |-> s.token, until |-> s.until, most |-> s.until]
    [] is("install") -> [kind |-> "install", to |-> s.to, gen |-> s.gen, holder |-> s.holder, told |-> s.told,
                         tokens |-> IF s.token = NoToken THEN {} ELSE {s.token},
                         most |-> IF s.token = NoToken THEN 0 ELSE s.until, from |-> s.from]
    [] is("repair") -> [kind |-> "repair", to |-> s.to, gen |-> s.gen, holder |-> s.holder, mark |-> s.mark]
    [] is("release") -> [kind |-> "release", to |-> s.to, gen |-> s.gen, holder |-> s.holder, told |-> s.told,
                         tokens |-> IF s.token = NoToken THEN {} ELSE {s.token},
                         most |-> IF s.token = NoToken THEN 0 ELSE s.until, mark |-> s.mark]

(* What a process is about to send has to be what the code sent: the statement is compared when it is executed. *)
Follow(s) ==
  LET do(what) == s.do = what
      m == Statement(s) IN
  CASE do("askTake") -> AskTake(s.p, s.seen, s.now, s.from, s.until) /\ proc'[s.p].holder = s.holder
    [] do("take") -> m \in sent /\ ExecTake(m, s.times) /\ Row(s) /\ Answer(s, "taken")
    [] do("askRenew") -> AskRenew(s.p, s.until) /\ proc'[s.p].tokens = {s.token}
    [] do("renew") -> m \in sent /\ ExecRenew(m, s.times) /\ Row(s) /\ Answer(s, "extended")
    [] do("skewed") -> m \in sent /\ ExecSkewed(m, s.times) /\ Row(s) /\ s.rows = 1
    [] do("askInstall") -> AskInstall(s.p)
    [] do("install") -> m \in sent /\ ExecInstall(m, s.times) /\ Row(s) /\ Answer(s, "installed")
    [] do("askRepair") -> AskRepair(s.p)
    [] do("repair") -> m \in sent /\ ExecRepair(m, s.times) /\ Row(s) /\ (row' # row) = (s.rows = 1)
    [] do("askRelease") -> AskRelease(s.p)
    [] do("release") -> m \in sent /\ ExecRelease(m, s.times) /\ Row(s) /\ Answer(s, "released")
    [] do("hear") ->
         \/ HearTake(s.p) \/ HearRenew(s.p, FALSE) \/ HearInstall(s.p) \/ HearRepair(s.p, TRUE) \/ HearRelease(s.p)
    [] do("holds") ->      \* the claim that the generator sees
         /\ proc[s.p].st \in IF s.sealed THEN {"sealed", "leaving"} ELSE {"holding", "refused"}
         /\ proc[s.p].from <= s.from
         /\ s.end <= proc[s.p].told
         /\ UNCHANGED vars
    [] do("issue") -> Issue(s.p, s.next)
    [] do("takeBack") -> HearRenew(s.p, TRUE)
    [] do("seal") -> Seal(s.p)
    [] do("giveUp") -> GiveUp(s.p)
    [] do("crash") -> Crash(s.p)
    [] do("end") -> IF proc[s.p].st = "idle" THEN UNCHANGED vars ELSE Crash(s.p)
    [] do("clone") -> Clone(s.p, s.q)
    [] do("save") -> IF saved = row THEN UNCHANGED vars ELSE Save
    [] do("goBack") -> IF saved = row THEN UNCHANGED vars ELSE GoBack

FollowNext ==
  /\ at <= Len(Recorded[which])
  /\ Follow(Step)
  /\ at' = at + 1 /\ UNCHANGED which

FollowInit == Init /\ which \in 1..Len(Recorded) /\ at = 1

FollowSpec == FollowInit /\ [][FollowNext]_<<vars, which, at>>

(* A constraint that says how each behaviour ends, and goes on with the others. *)
Report ==
  CASE at > Len(Recorded[which]) -> PrintT(<<"followed", which, at>>)
    [] ~(Rule1 /\ MarkAhead /\ Rule2 /\ Rule3 /\ Rule4 /\ Rule5) -> PrintT(<<"broken", which, at>>) /\ FALSE
    [] ~ENABLED FollowNext -> PrintT(<<"refused", which, at>>)
    [] OTHER -> TRUE
=============================================================================
