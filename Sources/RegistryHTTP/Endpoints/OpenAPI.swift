/// The description of the API (OpenAPI 3.1), written by hand beside what it describes.
enum OpenAPI {
    static let document = CatalogueHolder.Prepared(
        Array(
            """
            {"openapi":"3.1.0","info":{"title":"Training registry","version":"1"},
            "paths":{\(allPaths.joined(separator: ","))},"components":{
            "securitySchemes":{"staff":{"type":"http","scheme":"bearer",
            "description":"A staff token"}},
            "schemas":{\(allSchemas.joined(separator: ","))}}}
            """.utf8))

    private static let allPaths = [
        paths, coordinatorPaths, peoplePaths, seatPaths, invitationPaths, upkeepPaths,
        attendancePaths, ladderPaths, reportPaths, finalReportPaths, poolPaths, nominationPaths,
        exportPaths, accountPaths, holdPaths, mailPlanPaths, mailingPaths, deadMailPaths,
    ]

    private static let allSchemas = [
        schemas, coordinatorSchemas, peopleSchemas, seatSchemas, invitationSchemas,
        attendanceSchemas, ladderSchemas, reportSchemas, finalReportSchemas, poolSchemas,
        nominationSchemas,
        accountSchemas, holdSchemas, mailPlanSchemas, mailingSchemas, deadMailSchemas,
    ]
}
