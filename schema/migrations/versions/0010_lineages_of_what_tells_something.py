"""lineages of what tells something"""

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Articles that tell nothing any more had tied others to a lineage, and reports replaced while they waited had stayed in incidents."""
    op.execute("UPDATE reports SET resolved_by = '' FROM incident_reports l WHERE l.report_id = reports.id"
               " AND l.unlinked_at IS NULL AND reports.replaced_at IS NOT NULL AND reports.resolved_by IS NULL")
    op.execute("""
        CREATE TEMPORARY TABLE silent ON COMMIT DROP AS
        SELECT a.id, a.lineage_id IS NOT NULL OR EXISTS (SELECT FROM articles c WHERE c.lineage_id = a.id) AS tied
        FROM articles a JOIN signatures s ON s.article_id = a.id
        WHERE NOT EXISTS (SELECT FROM reports r WHERE r.article_id = a.id AND r.replaced_at IS NULL)
          AND NOT EXISTS (SELECT FROM claims c WHERE c.article_id = a.id AND c.replaced_at IS NULL)""")
    for table in ("signature_bands", "signatures"):
        op.execute(f"DELETE FROM {table} t USING silent WHERE t.article_id = silent.id AND NOT silent.tied")
    op.execute("""
        UPDATE reports SET resolved_by = '' FROM (SELECT min(r.id) AS id FROM reports r JOIN silent s ON s.id = r.article_id AND s.tied
                                                  GROUP BY r.article_id) one WHERE one.id = reports.id""")
    op.execute("""
        UPDATE claims c SET counted = NULL FROM silent s
        WHERE s.id = c.article_id AND s.tied AND c.report_id IS NULL AND NOT c.counted""")


def downgrade() -> None:
    """An older schema keeps less: what was read and concluded is to be written anew when this one is back."""
    op.execute("UPDATE articles SET parsed_by = NULL, reading_sha256 = '' WHERE reading_sha256 IS NOT NULL")
    op.execute("UPDATE reports SET resolved_by = '' WHERE replaced_at IS NULL AND resolved_by IS NOT NULL")
