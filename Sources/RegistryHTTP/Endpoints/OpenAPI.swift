/// The description of the API (OpenAPI 3.1), written by hand beside what it describes.
enum OpenAPI {
    static let document = CatalogueHolder.Prepared(
        Array(
            """
            {"openapi":"3.1.0","info":{"title":"Training registry","version":"1"},
            "paths":{\(paths),\(coordinatorPaths),\(peoplePaths),\(seatPaths),
            \(attendancePaths),\(accountPaths)},"components":{
            "securitySchemes":{"staff":{"type":"http","scheme":"bearer",
            "description":"A staff token"}},
            "schemas":{\(schemas),\(coordinatorSchemas),\(peopleSchemas),\(seatSchemas),
            \(attendanceSchemas),\(accountSchemas)}}}
            """.utf8))
}
