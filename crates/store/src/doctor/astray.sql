SELECT 'orphan_row', v.no FROM visible v LEFT JOIN stream s ON s.id = v.stream AND s.kind = 'case' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', o.no FROM obligation o LEFT JOIN stream s ON s.id = o.stream AND s.kind = o.stream_kind WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', h.no FROM held h LEFT JOIN stream s ON s.id = h.stream AND s.kind = 'row' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', v.no FROM prerelease v LEFT JOIN stream s ON s.id = v.stream AND s.kind = 'case' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', v.book FROM letterbook v LEFT JOIN stream s ON s.id = v.stream AND s.kind = 'letterbook' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', r.maker FROM reassignment r LEFT JOIN stream s ON s.id = r.stream AND s.kind = 'reassignment' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', n.day FROM note n LEFT JOIN stream s ON s.id = n.stream AND s.kind = 'note' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', b.code FROM bed b LEFT JOIN stream s ON s.id = b.stream AND s.kind = 'bed' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', n.bed FROM bed_night n LEFT JOIN bed b ON b.code = n.bed WHERE b.code IS NULL
UNION ALL
SELECT 'orphan_row', p.no FROM pickup p LEFT JOIN stream s ON s.id = p.stream AND s.kind = 'case' WHERE s.id IS NULL
UNION ALL
SELECT 'orphan_row', b.unit FROM pickup_budget b LEFT JOIN stream s ON s.id = b.stream AND s.kind = 'budget' WHERE s.id IS NULL
UNION ALL
SELECT 'owner_unknown', v.no FROM visible v LEFT JOIN unit u ON u.code = v.owner WHERE u.code IS NULL
UNION ALL
SELECT 'owner_unknown', o.no FROM obligation o LEFT JOIN unit u ON u.code = o.owner WHERE u.code IS NULL
UNION ALL
SELECT 'account_row', a.login FROM account a LEFT JOIN stream s ON s.id = a.stream AND s.kind = 'account' WHERE s.id IS NULL
UNION ALL
SELECT 'account_row', c.login FROM credential c LEFT JOIN account a ON a.login = c.login WHERE a.login IS NULL
UNION ALL
SELECT 'account_row', f.login FROM feed f LEFT JOIN account a ON a.login = f.login WHERE a.login IS NULL
UNION ALL
SELECT 'receipt_sum', r.no FROM roster r WHERE CASE WHEN r.state = 'taking' THEN r.done ELSE r.lines END <> r.accepted + r.quarantined + r.repeats + r.not_persons
UNION ALL
SELECT 'row_lost', l.no FROM roster_line l LEFT JOIN visible v ON v.no = l.no LEFT JOIN held h ON h.no = l.no WHERE v.no IS NULL AND h.no IS NULL
