; As long as no commit is lost, there is nothing to repair and nothing to install again: neither statement finds its row,
; so neither ends anybody's claim.
(declare-const look-for-a-loss Bool)

(push)
(assert (c-sealed x))
(assert (=> look-for-a-loss
            (or (< (gen r) (c-gen x))
                (< (mark r) (c-next x))
                (and (not (= (holder r) 0)) (not (same-row (c-gen x) (c-holder x))) (< (from r) (c-next x))))))
(push)
(assert look-for-a-loss)
(echo "unsat  repair: without a loss it changes nothing")
(check-sat)
(pop)
(push)
(assert (not look-for-a-loss))
(echo "sat    repair, without a look whether something was lost")
(check-sat)
(pop)
(pop)

(push)
(assert (< (gen r) (c-gen x)))
(echo "unsat  install again: without a loss it changes nothing")
(check-sat)
(pop)
