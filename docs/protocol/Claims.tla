------------------------------- MODULE Claims -------------------------------
(***************************************************************************)
(* How worker ids are leased so that no id is ever issued twice.           *)
(*                                                                         *)
(* README.md beside this file says what this covers, what it does not      *)
(* cover, and how to run it. This file says what the protocol does.        *)
(*                                                                         *)
(* There is one row, for one worker id. No statement touches two rows, so  *)
(* what holds for one row holds for each of them.                          *)
(*                                                                         *)
(* A claim is the right of a process to issue ids with the timestamps      *)
(* from <= t < told under the worker id of the row. Times are only ever    *)
(* compared, never added: how far ahead a process asks, what its clock     *)
(* says, and whether the clock steps back, is left open. The model tries   *)
(* every time there is.                                                    *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Procs,          \* the processes; one that ended may start again under its name
  NoOne,          \* not a process: nobody waits for the answer to a statement
  LastTime,       \* times are 0..LastTime
  MaxTakes,       \* bound: acquisitions that are tried
  MaxQuestions,   \* bound: questions that heartbeats ask, each as often as needed
  MaxInFlight,    \* bound: statements on their way at the same time
  MaxClones,      \* bound: how often a process is cloned
  MaxLosses,      \* bound: how often the table goes back
  Replay,         \* TRUE: a proxy or driver may run a statement more than once
  ClockStepsBack, \* TRUE: a heartbeat may ask for less than its process already has
  Calm,           \* TRUE: no process crashes, and every statement is executed at last
  LateAfterLoss,  \* TRUE: statements that were sent before a loss may arrive after it
  Tried           \* which rules are taken out: a set of sets. {{}} is the protocol; {{"no repair"}} is it without the repair

VARIABLES
  flaws,     \* the rules that are taken out in this behaviour
  row,       \* the row, as the database that answers now has it
  saved,     \* the row, as the standby or the dump has it that may replace it
  proc,      \* what each process knows
  sent,      \* the statements that may still be executed
  takes, questions, clones, losses,   \* how many there were
  parted,    \* the end of what any clone had been told or had asked for when it parted
  ids,       \* the timestamps at which an id was issued
  twice,     \* those at which more than one was
  owed,      \* who held a claim at the last loss, and has had no statement acknowledged since
  past,      \* claims that ended since the last loss, up to their last id
  broken     \* the rules that a step has broken

bounds == <<takes, questions, clones, losses>>
history == <<ids, twice, owed, past, broken>>
vars == <<flaws, row, saved, proc, sent, bounds, parted, history>>

Flaw(f) == f \in flaws
Times == 0..LastTime
Max(a, b) == IF a > b THEN a ELSE b
Nobody == 0      \* in the place of a holder, who is a number that was never used before
NoToken == 0     \* in the place of a heartbeat's token, which is such a number, too

(***************************************************************************)
(* The state                                                               *)
(*                                                                         *)
(* A row that does not exist is a row of generation 0 without a holder.    *)
(* `from` is in the history of holders (snowkey_holder): where the claim   *)
(* of the present generation begins.                                       *)
(*                                                                         *)
(* When a lease expires is not here. Expiry decides only when a worker id  *)
(* may be taken, and the model takes it at any time.                       *)
(***************************************************************************)
NoRow == [gen |-> 0, holder |-> Nobody, mark |-> 0, beat |-> NoToken, from |-> 0]

NoAnswer == [kind |-> "", until |-> 0]

(* What a process knows. `st` is one of
     idle      it has no claim
     asking    it tries to acquire one
     holding   it has one, and issues ids from `next` on, up to `told`
     refused   likewise, but its last heartbeat was refused
     leaving   it has sealed its claim to release it
     sealed    it has lost its claim, issues nothing, and owes a repair
   `tokens` and `until` are the question that is not answered yet: {} if there is none. *)
Idle == [st |-> "idle", gen |-> 0, holder |-> Nobody, from |-> 0, told |-> 0, next |-> 0,
         tokens |-> {}, until |-> 0, waits |-> FALSE, answer |-> NoAnswer]

Init ==
  /\ flaws \in Tried
  /\ row = NoRow /\ saved = NoRow
  /\ proc = [p \in Procs |-> Idle]
  /\ sent = {}
  /\ takes = 0 /\ questions = 0 /\ clones = 0 /\ losses = 0
  /\ parted = 0 /\ ids = {} /\ twice = {} /\ owed = {} /\ past = {} /\ broken = {}

MayIssue(q) == q.st \in {"holding", "refused"}
HasClaim(q) == q.st \in {"holding", "refused", "leaving", "sealed"}
End(q) == IF MayIssue(q) THEN q.told ELSE q.next

(***************************************************************************)
(* Statements and answers                                                  *)
(*                                                                         *)
(* A process sends a statement and waits. Until it is executed, the        *)
(* statement lies in `sent`. The answer lies in the process until it is    *)
(* heard. The process may give up at any moment. After that its statement  *)
(* may still be executed, or never, and nobody hears the answer.           *)
(***************************************************************************)
Send(m) == sent' = sent \cup {m}

Forsaken(m) == [m EXCEPT !.to = NoOne]

(* What an execution leaves behind:
     once    the usual case
     late    a copy that is executed once more, later; nobody hears its answer
     early   this was such a copy; the statement itself is still to come *)
Left(m, times) == CASE times = "once" -> sent \ {m}
                    [] times = "late" -> (sent \ {m}) \cup {Forsaken(m)}
                    [] times = "early" -> sent

Answered(m, times) == m.to # NoOne /\ times # "early"

Executed(m, times, kind, until) ==
  /\ sent' = Left(m, times)
  /\ proc' = IF Answered(m, times)
             THEN [proc EXCEPT ![m.to].answer = [kind |-> kind, until |-> until]]
             ELSE proc

Heard(p, kinds) == proc[p].waits /\ proc[p].answer.kind \in kinds

GiveUp(p) ==
  /\ proc[p].waits
  /\ LET q == [proc[p] EXCEPT !.waits = FALSE, !.answer = NoAnswer] IN
     /\ proc' = [proc EXCEPT ![p] =
          CASE q.st = "asking" ->
                 IF Flaw("an acquisition without an answer counts")
                 THEN [q EXCEPT !.st = "holding", !.told = q.until, !.until = 0] ELSE Idle
            [] MayIssue(q) /\ q.tokens # {} /\ Flaw("a heartbeat without an answer counts") ->
                 [q EXCEPT !.told = Max(@, q.until), !.tokens = {}, !.until = 0]
            [] q.st = "sealed" /\ Flaw("a repair without an answer counts") -> Idle
            [] OTHER -> q]
     /\ owed' = IF q.st = "asking" \/ (q.st = "sealed" /\ Flaw("a repair without an answer counts"))
                THEN owed \ {p} ELSE owed
     /\ past' = IF losses > 0 /\ q.st = "sealed" /\ Flaw("a repair without an answer counts")
                THEN past \cup {[from |-> q.from, end |-> q.next]} ELSE past
  /\ sent' = {IF m.to = p THEN Forsaken(m) ELSE m : m \in sent}
  /\ UNCHANGED <<flaws, row, saved, bounds, parted, ids, twice, broken>>

(* A statement that nobody waits for is never executed. *)
Drop(m) ==
  /\ m.to = NoOne /\ sent' = sent \ {m}
  /\ UNCHANGED <<flaws, row, saved, proc, bounds, parted, history>>

(***************************************************************************)
(* What rule 5 is about: the claims of others, at the moment when a claim  *)
(* is granted or extended.                                                 *)
(***************************************************************************)
ClaimsBeside(p) ==
  {[from |-> proc[q].from, end |-> End(proc[q])] : q \in {x \in Procs \ {p} : HasClaim(proc[x])}} \cup past

Overlaps(p, from, until) ==
  \E c \in ClaimsBeside(p) : from < c.end /\ c.from < until /\ c.from < c.end /\ from < until

Check5(p, from, until) ==
  broken' = IF losses > 0 /\ owed = {} /\ Overlaps(p, from, until) THEN broken \cup {5} ELSE broken

(* A statement of p was acknowledged that ends its claim, or a repair of it was. *)
Ended(p) ==
  /\ owed' = owed \ {p}
  /\ past' = IF losses > 0 THEN past \cup {[from |-> proc[p].from, end |-> proc[p].next]} ELSE past

(***************************************************************************)
(* Acquire                                                                 *)
(*                                                                         *)
(* A process has read the generation `seen`, and its own clock says `now`. *)
(* The row is taken only if its generation is still the same and its mark  *)
(* is not later than `now`. An attempt without an answer is given up.      *)
(*                                                                         *)
(* The claim may begin later than `now`: a process that lost a claim goes  *)
(* on after its last id, so that its ids grow.                             *)
(***************************************************************************)
AskTake(p, seen, now, from, until) ==
  /\ proc[p].st = "idle"
  /\ now <= from /\ from <= until
  /\ Flaw("acquire trusts what it has read") => row.mark <= now
  /\ takes' = takes + 1
  /\ proc' = [proc EXCEPT ![p] = [Idle EXCEPT !.st = "asking", !.gen = seen + 1, !.holder = takes + 1,
                                  !.from = from, !.next = from, !.until = until, !.waits = TRUE]]
  /\ Send([kind |-> "take", to |-> p, gen |-> seen, holder |-> takes + 1, now |-> now, from |-> from, until |-> until])
  /\ UNCHANGED <<flaws, row, saved, questions, clones, losses, parted, history>>

ExecTake(m, times) ==
  /\ m.kind = "take"
  /\ IF /\ row.gen = m.gen
        /\ \/ row.mark <= m.now
           \/ Flaw("acquire ignores the mark") \/ Flaw("acquire trusts what it has read")
     THEN /\ row' = [gen |-> m.gen + 1, holder |-> m.holder, mark |-> m.until, beat |-> NoToken, from |-> m.from]
          /\ Executed(m, times, "taken", m.until)
          /\ IF Answered(m, times) THEN Check5(m.to, m.from, m.until) ELSE UNCHANGED broken
     ELSE /\ UNCHANGED <<row, broken>>
          /\ Executed(m, times, "none", 0)
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, owed, past>>

HearTake(p) ==
  /\ proc[p].st = "asking" /\ Heard(p, {"taken", "none"})
  /\ LET a == proc[p].answer IN
     proc' = [proc EXCEPT ![p] = IF a.kind = "none" THEN Idle
       ELSE [@ EXCEPT !.st = "holding", !.told = a.until, !.until = 0, !.waits = FALSE, !.answer = NoAnswer]]
  /\ owed' = IF proc[p].answer.kind = "none" THEN owed \ {p} ELSE owed
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, ids, twice, past, broken>>

(***************************************************************************)
(* Renew: the heartbeat                                                    *)
(*                                                                         *)
(* A process has at most one question: a token, and a time until when it   *)
(* wants to go on. A question without an answer is asked again, with the   *)
(* same token and the same time. Only after its answer a new one is asked. *)
(*                                                                         *)
(* The fence: the mark is not later than what the process was last told,   *)
(* or this very question has raised it. So of two clones only one goes on. *)
(***************************************************************************)
Mine(m) == row.gen = m.gen /\ row.holder = m.holder

Fence(m) == row.mark <= m.told \/ (row.beat \in m.tokens /\ row.mark <= m.most)

List == Flaw("a list of unanswered tokens") \/ Flaw("a list of unanswered tokens and the own one")

NewToken == IF Flaw("tokens repeat") THEN 1 ELSE questions + 1

AskRenew(p, until) ==
  LET q == proc[p]
      again == q.tokens # {} /\ ~List /\ ~Flaw("a new question before the old one is answered")
      own == IF again THEN CHOOSE t \in q.tokens : TRUE ELSE NewToken
      listed == IF List THEN q.tokens \cup {own} ELSE {own}
      most == IF List THEN Max(q.until, until) ELSE until
  IN
  /\ MayIssue(q) /\ ~q.waits
  /\ again => until = q.until
  /\ questions' = IF again THEN questions ELSE questions + 1
  /\ proc' = [proc EXCEPT ![p].tokens = listed, ![p].until = most, ![p].waits = TRUE]
  /\ Send([kind |-> "renew", to |-> p, gen |-> q.gen, holder |-> q.holder, told |-> q.told,
           tokens |-> IF Flaw("a list of unanswered tokens") THEN q.tokens ELSE listed,
           own |-> own, until |-> until, most |-> most])
  /\ UNCHANGED <<flaws, row, saved, takes, clones, losses, parted, history>>

RenewFits(m) ==
  CASE Flaw("renew compares neither generation nor holder") -> Fence(m)
    [] Flaw("renew has no fence") -> Mine(m)
    [] Flaw("the fence is what was told only") -> Mine(m) /\ row.mark <= m.told
    [] Flaw("the fence is what was asked only") -> Mine(m) /\ row.mark <= m.until
    [] OTHER -> Mine(m) /\ Fence(m)

(* What the mark is raised to. Not only to what is asked for now: after a loss the mark may be lower than what the
   process was told, and after a step of its clock the process may ask for less than that. *)
Wanted(m) == IF Flaw("renew raises to what was asked only") THEN m.until ELSE Max(m.until, m.told)

ExecRenew(m, times) ==
  /\ m.kind = "renew"
  /\ IF RenewFits(m)
     THEN /\ row' = IF row.mark < Wanted(m) THEN [row EXCEPT !.mark = Wanted(m), !.beat = m.own]
                    ELSE IF Flaw("renew lowers the mark") THEN [row EXCEPT !.mark = m.until, !.beat = m.own]
                    ELSE row
          /\ Executed(m, times, "extended", m.until)
          /\ IF Answered(m, times)
             THEN Check5(m.to, m.told, m.until) /\ owed' = owed \ {m.to}
             ELSE UNCHANGED <<broken, owed>>
     ELSE /\ UNCHANGED <<row, broken, owed>>
          /\ Executed(m, times, "refused", 0)
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, past>>

(* The clocks differ too much: the row stays with its holder, and the question stays open. The mark is not raised, but for
   what the process was told. *)
ExecSkewed(m, times) ==
  /\ m.kind = "renew" /\ RenewFits(m)
  /\ row' = [row EXCEPT !.mark = Max(@, m.told)]
  /\ Executed(m, times, "kept", 0)
  /\ owed' = IF Answered(m, times) THEN owed \ {m.to} ELSE owed
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, past, broken>>

(* If the question was answered at each try, and never granted, it may be taken back: it is not on its way any more. (Where a
   proxy runs a statement once more after its answer, a process cannot know this.) *)
NotOnItsWay(q) ==
  /\ row.beat \notin q.tokens
  /\ \A m \in sent : m.kind = "renew" => m.own \notin q.tokens

HearRenew(p, takeBack) ==
  /\ MayIssue(proc[p]) /\ Heard(p, {"extended", "refused", "kept"})
  /\ LET a == proc[p].answer
         q == [proc[p] EXCEPT !.waits = FALSE, !.answer = NoAnswer] IN
     /\ takeBack => a.kind = "kept" /\ NotOnItsWay(q)
     /\ proc' = [proc EXCEPT ![p] =
          CASE a.kind = "extended" -> [q EXCEPT !.st = "holding", !.told = Max(@, a.until), !.tokens = {}, !.until = 0]
            [] a.kind = "refused" -> [q EXCEPT !.st = "refused"]
            [] takeBack -> [q EXCEPT !.st = "holding", !.tokens = {}, !.until = 0]
            [] OTHER -> [q EXCEPT !.st = "holding"]]
     /\ broken' = IF a.kind = "refused" /\ clones = 0 /\ losses = 0 /\ row.gen = q.gen /\ row.holder = q.holder
                  THEN broken \cup {3} ELSE broken
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, ids, twice, owed, past>>

(***************************************************************************)
(* Install again: after a refused heartbeat                                *)
(*                                                                         *)
(* The table may have gone back to a time before this holder. Where nobody *)
(* holds the row and its generation is lower, the holder puts itself back. *)
(* The fence is the same, for its next heartbeat has to pass it, too.      *)
(***************************************************************************)
AskInstall(p) ==
  /\ proc[p].st = "refused" /\ ~proc[p].waits
  /\ LET q == proc[p] IN
     /\ proc' = [proc EXCEPT ![p].waits = TRUE]
     /\ Send([kind |-> "install", to |-> p, gen |-> q.gen, holder |-> q.holder, told |-> q.told,
              tokens |-> q.tokens, most |-> q.until, from |-> q.from])
  /\ UNCHANGED <<flaws, row, saved, bounds, parted, history>>

ExecInstall(m, times) ==
  /\ m.kind = "install"
  /\ IF /\ row.gen < m.gen
        /\ row.holder = Nobody
        /\ Fence(m)
     THEN /\ row' = [row EXCEPT !.gen = m.gen, !.holder = m.holder, !.mark = Max(@, m.told), !.from = m.from]
          /\ Executed(m, times, "installed", 0)
          /\ owed' = IF Answered(m, times) THEN owed \ {m.to} ELSE owed
     ELSE /\ UNCHANGED <<row, owed>>
          /\ Executed(m, times, "gone", 0)
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, past, broken>>

HearInstall(p) ==
  /\ proc[p].st = "refused" /\ Heard(p, {"installed", "gone"})
  /\ proc' = [proc EXCEPT ![p].st = IF proc[p].answer.kind = "installed" THEN "holding" ELSE "refused",
                          ![p].waits = FALSE, ![p].answer = NoAnswer]
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, history>>

(* Whoever was refused may seal at any time, and then owes a repair. *)
Seal(p) ==
  /\ proc[p].st = "refused" /\ ~proc[p].waits
  /\ proc' = [proc EXCEPT ![p].st = "sealed"]
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, history>>

(***************************************************************************)
(* Repair: after sealing, an acquisition by nobody                         *)
(*                                                                         *)
(* If the row shows that commits were lost, it gets a new generation and   *)
(* a mark that is not below the last id of this process. Whoever took the  *)
(* row meanwhile is refused at its next heartbeat, and seals, too.         *)
(***************************************************************************)
AskRepair(p) ==
  /\ proc[p].st = "sealed" /\ ~proc[p].waits
  /\ LET q == proc[p] IN
     /\ proc' = [proc EXCEPT ![p].waits = TRUE]
     /\ Send([kind |-> "repair", to |-> p, gen |-> q.gen, holder |-> q.holder, mark |-> q.next])
  /\ UNCHANGED <<flaws, row, saved, bounds, parted, history>>

ShowsALoss(m) ==
  \/ row.gen < m.gen
  \/ row.mark < m.mark /\ ~Flaw("repair looks at the generation only")
  \/ row.holder # Nobody /\ ~Mine(m) /\ row.from < m.mark
       /\ ~Flaw("repair looks at the generation only") /\ ~Flaw("repair ignores where the holder's claim begins")

Revoked(m) ==
  [gen |-> Max(row.gen, m.gen) + 1, holder |-> Nobody, mark |-> Max(row.mark, m.mark), beat |-> NoToken,
   from |-> Max(row.mark, m.mark)]

ExecRepair(m, times) ==
  /\ m.kind = "repair"
  /\ row' = CASE Flaw("no repair") -> row
              [] Mine(m) /\ Flaw("repair leaves the own row alone") -> row
              [] Flaw("repair only raises the mark") -> [row EXCEPT !.mark = Max(@, m.mark)]
              [] ShowsALoss(m) -> Revoked(m)
              [] OTHER -> row
  /\ Executed(m, times, "repaired", 0)
  /\ IF Answered(m, times) THEN Ended(m.to) ELSE UNCHANGED <<owed, past>>
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, broken>>

(* The repair may be repeated even after it was acknowledged, as long as the own clock has not reached the mark. *)
HearRepair(p, more) ==
  /\ proc[p].st = "sealed" /\ Heard(p, {"repaired"})
  /\ proc' = [proc EXCEPT ![p] = IF more THEN [@ EXCEPT !.waits = FALSE, !.answer = NoAnswer] ELSE Idle]
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, history>>

(***************************************************************************)
(* Release                                                                 *)
(*                                                                         *)
(* The claim is sealed first. Then the mark goes back to the last id, so   *)
(* that the next holder can begin at once. The fence is the same as that   *)
(* of a heartbeat. A release that does not find its row is followed by the *)
(* repair.                                                                 *)
(***************************************************************************)
AskRelease(p) ==
  /\ MayIssue(proc[p]) \/ proc[p].st = "leaving"
  /\ ~proc[p].waits
  /\ LET q == proc[p]
         low == Flaw("release writes a mark that is too low") /\ q.next > q.from IN
     /\ proc' = [proc EXCEPT ![p].st = IF Flaw("release before sealing") THEN @ ELSE "leaving", ![p].waits = TRUE]
     /\ Send([kind |-> "release", to |-> p, gen |-> q.gen, holder |-> q.holder, told |-> q.told,
              tokens |-> q.tokens, most |-> q.until, mark |-> IF low THEN q.next - 1 ELSE q.next])
  /\ UNCHANGED <<flaws, row, saved, bounds, parted, history>>

ExecRelease(m, times) ==
  /\ m.kind = "release"
  /\ IF /\ Mine(m) \/ Flaw("release compares neither generation nor holder")
        /\ Fence(m) \/ Flaw("release has no fence") \/ Flaw("release compares neither generation nor holder")
     THEN /\ row' = [row EXCEPT !.holder = Nobody, !.mark = m.mark]
          /\ Executed(m, times, "released", 0)
          /\ IF Answered(m, times) THEN Ended(m.to) ELSE UNCHANGED <<owed, past>>
     ELSE /\ UNCHANGED row
          /\ Executed(m, times, "gone", 0)
          /\ IF Answered(m, times) /\ Flaw("release without a repair") THEN Ended(m.to) ELSE UNCHANGED <<owed, past>>
  /\ UNCHANGED <<flaws, saved, bounds, parted, ids, twice, broken>>

HearRelease(p) ==
  /\ proc[p].st = "leaving" \/ Flaw("release before sealing")
  /\ Heard(p, {"released", "gone"})
  /\ proc' = [proc EXCEPT ![p] = IF @.answer.kind = "released" \/ Flaw("release without a repair") THEN Idle
                                 ELSE [@ EXCEPT !.st = "sealed", !.waits = FALSE, !.answer = NoAnswer]]
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, history>>

(***************************************************************************)
(* Issue ids: all of next <= t < n. A process that leaves some of them out *)
(* does nothing that this one does not do.                                 *)
(***************************************************************************)
Issue(p, n) ==
  /\ MayIssue(proc[p])
  /\ LET q == proc[p]
         first == IF Flaw("the counter begins again") THEN q.from ELSE q.next
         now == first..(n - 1) IN
     /\ first < n
     /\ n <= q.told \/ (Flaw("the generator does not stop at the end of its claim") /\ n <= LastTime)
     /\ ids' = ids \cup now
     /\ twice' = twice \cup (ids \cap now)
     /\ proc' = [proc EXCEPT ![p].next = Max(@, n)]
     /\ broken' = IF first < q.next \/ n > q.told THEN broken \cup {2} ELSE broken
  /\ UNCHANGED <<flaws, row, saved, sent, bounds, parted, owed, past>>

(***************************************************************************)
(* What happens to processes and to the table                              *)
(***************************************************************************)
Crash(p) ==
  /\ proc[p].st # "idle"
  /\ proc' = [proc EXCEPT ![p] = Idle]
  /\ sent' = {IF m.to = p THEN Forsaken(m) ELSE m : m \in sent}
  /\ owed' = owed \ {p}
  /\ UNCHANGED <<flaws, row, saved, bounds, parted, ids, twice, past, broken>>

(* A snapshot of a virtual machine is started beside its original: at any moment, also while an answer is waited for. *)
Clone(p, q) ==
  /\ p # q /\ proc[p].st # "idle" /\ proc[q].st = "idle"
  /\ proc' = [proc EXCEPT ![q] = proc[p]]
  /\ parted' = Max(parted, Max(proc[p].told, proc[p].until))
  /\ clones' = clones + 1
  /\ owed' = IF p \in owed THEN owed \cup {q} ELSE owed
  /\ UNCHANGED <<flaws, row, saved, sent, takes, questions, losses, ids, twice, past, broken>>

(* The standby catches up, or a dump is made. *)
Save ==
  /\ saved # row /\ saved' = row
  /\ UNCHANGED <<flaws, row, proc, sent, bounds, parted, history>>

(* Acknowledged commits are lost: the standby takes over, or the dump is restored, or, if nothing was ever saved, the
   table is emptied. *)
GoBack ==
  /\ row # saved /\ row' = saved
  /\ losses' = losses + 1
  /\ sent' = IF LateAfterLoss THEN {Forsaken(m) : m \in sent} ELSE {}
  /\ owed' = {p \in Procs : HasClaim(proc[p]) \/ (proc[p].st = "asking" /\ proc[p].answer.kind = "taken")}
  /\ past' = {}
  /\ UNCHANGED <<flaws, saved, proc, takes, questions, clones, parted, ids, twice, broken>>

(***************************************************************************)
(* Everything that can happen, within the bounds                           *)
(***************************************************************************)
Room == Cardinality(sent) < MaxInFlight

SendTake(p) ==
  /\ Room /\ takes < MaxTakes
  /\ \E now, until \in Times : now < until /\ AskTake(p, row.gen, now, now, until)
SendRenew(p) ==
  /\ Room /\ (questions < MaxQuestions \/ (proc[p].tokens # {} /\ ~List))
  /\ \E until \in Times : (ClockStepsBack \/ until > proc[p].told) /\ AskRenew(p, until)
SendInstall(p) == Room /\ AskInstall(p)
SendRepair(p) == Room /\ AskRepair(p)
SendRelease(p) == Room /\ AskRelease(p)
Clones(p) == clones < MaxClones /\ \E q \in Procs : Clone(p, q)

Take == \E m \in sent : ExecTake(m, "once")
Renew == \E m \in sent : ExecRenew(m, "once")
RenewSkewed ==     \* where it changes nothing, it is one that was never executed
  \E m \in sent : m.kind = "renew" /\ row.mark < m.told /\ ExecSkewed(m, "once")
Install == \E m \in sent : ExecInstall(m, "once")
Repair == \E m \in sent : ExecRepair(m, "once")
Release == \E m \in sent : ExecRelease(m, "once")

Again == IF Replay THEN {"late", "early"} ELSE {}
TakeAgain == \E m \in sent : \E times \in Again : ExecTake(m, times)
RenewAgain == \E m \in sent : \E times \in Again : ExecRenew(m, times)
InstallAgain == \E m \in sent : \E times \in Again : ExecInstall(m, times)
RepairAgain == \E m \in sent : \E times \in Again : ExecRepair(m, times)
ReleaseAgain == \E m \in sent : \E times \in Again : ExecRelease(m, times)

Crashes(p) == ~Calm /\ Crash(p)
NeverExecuted == ~Calm /\ \E m \in sent : Drop(m)
CommitsSaved == losses < MaxLosses /\ Save
CommitsLost == losses < MaxLosses /\ GoBack

Next ==
  \/ \E p \in Procs :
       \/ SendTake(p) \/ SendRenew(p) \/ SendInstall(p) \/ SendRepair(p) \/ SendRelease(p)
       \/ HearTake(p) \/ HearInstall(p) \/ HearRelease(p)
       \/ \E takeBack \in BOOLEAN : HearRenew(p, takeBack)
       \/ \E more \in BOOLEAN : HearRepair(p, more)
       \/ \E n \in Times : Issue(p, n)
       \/ GiveUp(p) \/ Seal(p) \/ Crashes(p) \/ Clones(p)
  \/ Take \/ Renew \/ RenewSkewed \/ Install \/ Repair \/ Release
  \/ TakeAgain \/ RenewAgain \/ InstallAgain \/ RepairAgain \/ ReleaseAgain
  \/ NeverExecuted \/ CommitsSaved \/ CommitsLost

Spec == Init /\ [][Next]_vars

Symmetric == Permutations(Procs)

(* Without the ids: nothing depends on them, and after a loss no rule is about them. *)
WithoutIds == <<flaws, row, saved, proc, sent, bounds, parted, owed, past, broken>>

(***************************************************************************)
(* What must hold                                                          *)
(***************************************************************************)
Undisturbed == clones = 0 /\ losses = 0

(* 1. Of two claims, the one with the lower generation ends before the other begins. *)
Rule1 ==
  Undisturbed => \A p, q \in Procs :
    (p # q /\ HasClaim(proc[p]) /\ HasClaim(proc[q])) =>
      /\ proc[p].gen # proc[q].gen
      /\ proc[p].gen < proc[q].gen => End(proc[p]) <= proc[q].from

(* No id with a timestamp that is not below the mark was ever issued. *)
MarkAhead == Undisturbed => \A t \in ids : t < row.mark

(* 2. A generator issues only inside its claim, and each timestamp only once. *)
Rule2 == 2 \notin broken

(* 3. No holder is refused while the row has its generation and holder. *)
Rule3 == 3 \notin broken

(* 4. No id is issued twice; with clones, none beyond what any of them had asked for when they parted. *)
Rule4 == losses = 0 => \A t \in twice : t < parted

(* 5. Once everybody who held a claim at a loss has had a statement acknowledged, no claim is granted or extended over
   what they issued. *)
Rule5 == 5 \notin broken
=============================================================================
