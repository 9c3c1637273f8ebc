; What always holds, for any number of processes and statements and for times without limits, as long as nobody is cloned
; and no acknowledged commit is lost. README.md in the folder above says how this is read and run.
;
; The state is one row, any number of claims, and any number of statements and answers that are on their way. Each part of
; the invariant is about the row, one claim or two, and at most one thing on its way. So a step is checked with the row, the
; claim that takes the step, two claims that look on, and one thing of each kind: whatever those are, the invariant holds
; for them afterwards.
;
; Times are places in the order of ids: the first id of a millisecond stands for the millisecond. So "next" can be any
; place, and what is rounded to milliseconds or ticks can be any place between its limits.

(set-logic ALL)

; The row. `from`: where the claim of its generation begins. A holder of 0 is nobody.
(declare-datatypes ((Row 0)) (((row (gen Int) (holder Int) (mark Int) (beat Int) (from Int)))))

; A claim, from the commit that makes it, whether its process ever hears of that or not. Ids are issued from `next` on.
; `told`: the mark that was acknowledged last. `open`: there is a question without an answer, `token` until `until`.
(declare-datatypes ((Claim 0)) (((claim (c-gen Int) (c-holder Int) (c-from Int) (c-next Int) (c-told Int)
                                        (c-sealed Bool) (c-open Bool) (c-token Int) (c-until Int)))))

; On their way: an acquisition, a heartbeat, its answer, a release; and a call for an id, which has looked at the counter
; and at the end of the claim, and has not exchanged the counter yet.
(declare-datatypes ((Take 0)) (((take (t-seen Int) (t-holder Int) (t-now Int) (t-from Int) (t-until Int)))))
(declare-datatypes ((Beat 0)) (((heartbeat (b-gen Int) (b-holder Int) (b-told Int) (b-token Int) (b-until Int)))))
(declare-datatypes ((Answer 0)) (((answer (a-holder Int) (a-token Int) (a-until Int)))))
(declare-datatypes ((Release 0)) (((release (r-gen Int) (r-holder Int) (r-told Int) (r-open Bool) (r-token Int) (r-until Int)
                                            (r-mark Int)))))
(declare-datatypes ((Call 0)) (((call (k-holder Int) (k-next Int) (k-end Int)))))

(define-fun later ((a Int) (b Int)) Int (ite (> a b) a b))

; Where a claim ends: what was acknowledged; after sealing, its last id.
(define-fun end ((c Claim)) Int (ite (c-sealed c) (c-next c) (c-told c)))

; What a heartbeat or a release passes.
(define-fun fence ((r Row) (told Int) (open Bool) (token Int) (until Int)) Bool
  (or (<= (mark r) told)
      (and open (= (beat r) token) (<= (mark r) until))))

; -- The invariant ------------------------------------------------------------------------------------------------------

(define-fun claim-ok ((r Row) (c Claim)) Bool
  (and (not (= (c-holder c) 0))
       (<= (c-gen c) (gen r))
       (<= (c-from c) (c-next c) (c-told c))
       (<= (end c) (mark r))                                                       ; the mark is ahead of every claim
       (=> (= (holder r) (c-holder c))
           (and (= (gen r) (c-gen c)) (= (from r) (c-from c))))
       (=> (= (gen r) (c-gen c))
           (or (= (holder r) (c-holder c)) (and (= (holder r) 0) (c-sealed c))))
       (=> (and (not (= (holder r) 0)) (< (c-gen c) (gen r)))
           (<= (end c) (from r)))
       (=> (= (holder r) (c-holder c))                                             ; rule 3: its next question passes
           (fence r (c-told c) (c-open c) (c-token c) (c-until c)))))

(define-fun apart ((c Claim) (d Claim)) Bool                                       ; rule 1
  (=> (not (= (c-holder c) (c-holder d)))
      (and (not (= (c-gen c) (c-gen d)))
           (=> (< (c-gen c) (c-gen d)) (<= (end c) (c-from d))))))

; A heartbeat on its way repeats the open question, or it is so old that it raises nothing.
(define-fun beat-ok ((c Claim) (b Beat)) Bool
  (=> (= (b-holder b) (c-holder c))
      (and (= (b-gen b) (c-gen c))
           (<= (b-told b) (c-told c))
           (or (<= (b-until b) (c-told c))
               (and (c-open c) (= (b-token b) (c-token c)) (= (b-until b) (c-until c)) (= (b-told b) (c-told c)))))))

; An answer that is not heard yet is good for as long as its claim is not sealed.
(define-fun answer-ok ((r Row) (c Claim) (d Claim) (a Answer)) Bool
  (=> (and (= (a-holder a) (c-holder c)) (not (c-sealed c)))
      (and (<= (a-until a) (mark r))
           (or (<= (a-until a) (c-told c))
               (and (c-open c) (= (a-token a) (c-token c)) (= (a-until a) (c-until c))))
           (=> (and (not (= (holder r) 0)) (< (c-gen c) (gen r))) (<= (a-until a) (from r)))
           (=> (< (c-gen c) (c-gen d)) (<= (a-until a) (c-from d))))))

(define-fun release-ok ((c Claim) (l Release)) Bool
  (=> (= (r-holder l) (c-holder c))
      (and (c-sealed c)
           (= (r-gen l) (c-gen c))
           (<= (c-next c) (r-mark l) (c-told c)))))

(define-fun call-ok ((c Claim) (k Call)) Bool
  (=> (= (k-holder k) (c-holder c))
      (and (<= (k-end k) (c-told c))
           (<= (c-from c) (k-next k) (c-next c)))))

; Before an acquisition is executed, there is no claim of its holder, and nothing of that claim is on its way.
(define-fun take-ok ((r Row) (c Claim) (b Beat) (a Answer) (l Release) (k Call) (t Take)) Bool
  (and (not (= (t-holder t) 0))
       (<= (t-now t) (t-from t) (t-until t))
       (=> (or (= (t-holder t) (c-holder c)) (= (t-holder t) (b-holder b)) (= (t-holder t) (a-holder a))
               (= (t-holder t) (r-holder l)) (= (t-holder t) (k-holder k)))
           (< (t-seen t) (gen r)))))

(define-fun inv ((r Row) (c Claim) (d Claim) (b Beat) (a Answer) (l Release) (k Call) (t Take)) Bool
  (and (claim-ok r c) (apart c d)
       (beat-ok c b) (answer-ok r c d a) (release-ok c l) (call-ok c k) (take-ok r c b a l k t)))

; -- The cast: before the step --------------------------------------------------------------------------------------------

(declare-const r Row)
(declare-const x Claim)      ; the claim that takes the step
(declare-const c Claim)      ; two that look on; either may be x
(declare-const d Claim)
(declare-const b Beat)       ; one of each that is on its way, and stays so
(declare-const a Answer)
(declare-const l Release)
(declare-const k Call)
(declare-const t Take)

; A holder is drawn once, so claims of the same holder are one claim.
(define-fun one ((c Claim) (d Claim)) Bool (=> (= (c-holder c) (c-holder d)) (= c d)))

(define-fun before ((b Beat) (a Answer) (l Release) (k Call) (t Take)) Bool
  (and (one x c) (one x d) (one c d)
       (inv r x c b a l k t) (inv r x d b a l k t) (inv r c x b a l k t)
       (inv r c d b a l k t) (inv r d x b a l k t) (inv r d c b a l k t)))

(assert (before b a l k t))

; Afterwards: the row is `s`, the claim that took the step is `y`, the others are as they were.
(define-fun now ((c Claim) (y Claim)) Claim (ite (= (c-holder c) (c-holder y)) y c))

(define-fun kept ((s Row) (y Claim) (b Beat) (a Answer) (l Release) (k Call) (t Take)) Bool
  (and (inv s (now c y) (now d y) b a l k t) (inv s y (now c y) b a l k t) (inv s (now c y) y b a l k t)))

; The rules. Each check states which of them hold; a check with one of them taken out must fail.
(define-fun same-row ((g Int) (h Int)) Bool (and (= (gen r) g) (= (holder r) h)))
