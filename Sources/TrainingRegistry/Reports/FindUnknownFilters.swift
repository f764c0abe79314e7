import Postgres

/// Finds the filters of a recipe that name nothing there is: a misspelt code would count nobody.
///
/// What has a code keeps it, so that the instant of the report does not matter.
struct FindUnknownFilters: Statement {
    static let sql: StaticString = """
        SELECT filter
        FROM (VALUES
            ('programme', $1::text, EXISTS (SELECT FROM programme WHERE code = $1)),
            ('phase', $2::text, EXISTS (SELECT FROM phase WHERE code = $2)),
            ('grant', $3::text, EXISTS (SELECT FROM funding_grant WHERE code = $3)),
            ('event', $4::text, EXISTS (SELECT FROM event WHERE code = $4))
        ) AS asked (filter, code, is_known)
        WHERE code IS NOT NULL AND NOT is_known
        """

    var recipe: Recipe

    func bind(to parameters: inout Parameters) {
        parameters.add(recipe.programme?.description)
        parameters.add(recipe.phase?.description)
        parameters.add(recipe.grant?.description)
        parameters.add(recipe.event?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
