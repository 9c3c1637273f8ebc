; The beginning: there is no row, nobody holds a claim, and nothing is on its way. In the place of each thing stands one that
; nobody can use: a sealed claim without ids, and statements of a holder that was never drawn.
(push)
(assert (= r (row 0 0 0 0 0)))
(assert (= x c d (claim 0 (- 1) 0 0 0 true false 0 0)))
(assert (= b (heartbeat 0 (- 2) 0 0 0)))
(assert (= a (answer (- 2) 0 0)))
(assert (= l (release 0 (- 2) 0 false 0 0 0)))
(assert (= k (call (- 2) 0 0)))
(assert (= t (take 0 (- 3) 0 0 0)))
(echo "sat    the beginning is a state of the invariant")
(check-sat)
(pop)
