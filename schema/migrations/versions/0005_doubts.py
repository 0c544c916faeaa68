"""doubts kept beside the incidents, issues weighed"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


# What the resolver keeps from now on is worked out once for the rows that stand.
DOUBTS = """
WITH mine AS (
    SELECT i.id, i.event_type, i.initiator_id, i.target_id,
           (SELECT coalesce(sum(t.adds), 0)::int FROM incident_tolls t WHERE t.incident_id = i.id AND t.harm = 'killed') AS killed
    FROM incidents i WHERE i.withdrawn_at IS NULL
), found AS MATERIALIZED (
    SELECT 'dispute-' || d.id AS item, 'dispute' AS kind, d.kind AS code, d.incident_id, d.second_report_id AS report_id,
           d.first_says || ' / ' || d.second_says AS what, CASE d.kind WHEN 'count' THEN 10 ELSE 20 END AS weight
    FROM disputes d
    UNION ALL
    SELECT 'near_miss-' || n.id, 'near_miss', 'nearly_one', n.incident_id, n.report_id,
           concat_ws(' ', n.score, 'points with', o.public_id, '=', n.why), 12
    FROM near_misses n JOIN incidents o ON o.id = n.other_id AND o.withdrawn_at IS NULL
    UNION ALL
    SELECT 'places-' || l.incident_id, 'value', 'contradicting_places', l.incident_id,
           (array_agg(l.report_id ORDER BY r.place_name DESC, a.published, a.url, r.n))[1],
           string_agg(DISTINCT r.place_name, ' / ' ORDER BY r.place_name), 8
    FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
    WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND r.place_precision IN ('exact', 'settlement')
    GROUP BY l.incident_id HAVING count(DISTINCT coalesce(r.place_id, r.place_name)) > 1
    UNION ALL
    SELECT 'link-' || l.id, 'link', 'weak_link', l.incident_id, l.report_id, l.why, 5
    FROM incident_reports l
    WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND l.score < 6.5
    UNION ALL
    SELECT 'sides-' || m.id, 'value', CASE WHEN m.target_id IS NULL THEN 'unknown_sides' ELSE 'unknown_doer' END, m.id, (
        SELECT l.report_id FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
        WHERE l.incident_id = m.id AND l.unlinked_at IS NULL ORDER BY a.published, a.url, r.n LIMIT 1
    ), m.event_type, 4
    FROM mine m
    WHERE m.initiator_id IS NULL AND m.event_type NOT IN ('clash', 'mine_or_ied')
      AND EXISTS (SELECT FROM incident_tolls t WHERE t.incident_id = m.id AND t.adds > 0)
      AND NOT EXISTS (SELECT FROM disputes d WHERE d.incident_id = m.id AND d.kind = 'responsibility')
)
INSERT INTO doubts (item, kind, code, incident_id, report_id, what, weight)
SELECT f.item, f.kind, f.code, f.incident_id, f.report_id, f.what, f.weight + m.killed FROM found f JOIN mine m ON m.id = f.incident_id
"""

TIE = """
WITH found AS (
    SELECT s.id, told.incident_id,
           (SELECT coalesce(sum(t.adds), 0)::int FROM incident_tolls t WHERE t.incident_id = told.incident_id AND t.harm = 'killed') AS killed
    FROM issues s LEFT JOIN LATERAL (
        SELECT l.incident_id FROM reports r JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
        WHERE r.article_id = s.article_id AND r.replaced_at IS NULL
          AND (s.span_start < r.span_end AND r.span_start < s.span_end
               OR EXISTS (SELECT FROM mentions w WHERE w.report_id = r.id AND s.span_start < w.span_end AND w.span_start < s.span_end))
        ORDER BY r.n LIMIT 1
    ) told ON true
    WHERE s.closed_at IS NULL AND s.article_id IS NOT NULL
)
UPDATE issues s SET incident_id = found.incident_id, killed = found.killed FROM found
WHERE s.id = found.id AND found.incident_id IS NOT NULL
"""

WEIGHT = "killed + CASE stage WHEN 'resolve' THEN 100 WHEN 'parse' THEN 2 ELSE 1 END"
ABOUT, IN_WHOSE = "The incident it is about", "The incident it is about, or in whose telling it was met"


def upgrade() -> None:
    op.create_table('doubts',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False, comment='Number of the row'),
    sa.Column('item', sa.Text(), nullable=False, comment='Kind and number of the row it is about'),
    sa.Column('kind', sa.Text(), nullable=False, comment='dispute, near_miss, value or link'),
    sa.Column('code', sa.Text(), nullable=False, comment='What the dispute is about; nearly_one; contradicting_places, unknown_sides or unknown_doer; weak_link'),
    sa.Column('incident_id', sa.BigInteger(), nullable=False, comment='The incident'),
    sa.Column('report_id', sa.BigInteger(), nullable=False, comment='The report whose words are to be looked at'),
    sa.Column('what', sa.Text(), nullable=False, comment='The two versions, the other incident and the points, the places, or the kind of incident'),
    sa.Column('weight', sa.Integer(), nullable=False, comment='What it weighs: by kind, and 1 for each person killed in the incident'),
    sa.Column('since', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False, comment='When it arose'),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_doubts_incident_id')),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_doubts_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_doubts')),
    comment='What a person had better look at in the incidents that count; bi.review_queue shows those that nobody has judged'
    )
    op.create_index(op.f('ix_doubts_incident_id'), 'doubts', ['incident_id'], unique=False)
    op.create_index('ix_doubts_weight', 'doubts', [sa.text('weight DESC'), 'since'], unique=False)
    op.create_index('uq_doubts_item', 'doubts', ['item'], unique=True)
    op.add_column('issues', sa.Column('killed', sa.Integer(), server_default='0', nullable=False, comment='People killed in that incident'))
    op.add_column('issues', sa.Column('weight', sa.Integer(), sa.Computed(WEIGHT, persisted=True), nullable=False, comment='What it weighs in the review queue'))
    op.create_index('ix_issues_weight', 'issues', [sa.text('weight DESC'), 'opened_at'], unique=False, postgresql_where=sa.text('closed_at IS NULL'))
    op.alter_column('issues', 'incident_id', existing_type=sa.BIGINT(), existing_nullable=True, comment=IN_WHOSE, existing_comment=ABOUT)
    op.drop_constraint(op.f('ck_issues_one_subject'), 'issues')
    op.create_check_constraint(op.f('ck_issues_one_subject'), 'issues', 'num_nonnulls(feed_id, page_id, coalesce(article_id, incident_id)) <= 1')
    op.execute(DOUBTS)
    op.execute(TIE)


def downgrade() -> None:
    op.execute("UPDATE issues SET incident_id = NULL WHERE article_id IS NOT NULL")
    op.drop_constraint(op.f('ck_issues_one_subject'), 'issues')
    op.create_check_constraint(op.f('ck_issues_one_subject'), 'issues', 'num_nonnulls(feed_id, page_id, article_id, incident_id) <= 1')
    op.alter_column('issues', 'incident_id', existing_type=sa.BIGINT(), existing_nullable=True, comment=ABOUT, existing_comment=IN_WHOSE)
    op.drop_index('ix_issues_weight', table_name='issues', postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_column('issues', 'weight')
    op.drop_column('issues', 'killed')
    op.drop_index('uq_doubts_item', table_name='doubts')
    op.drop_index('ix_doubts_weight', table_name='doubts')
    op.drop_index(op.f('ix_doubts_incident_id'), table_name='doubts')
    op.drop_table('doubts')
