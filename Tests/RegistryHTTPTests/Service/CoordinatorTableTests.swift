import Foundation
import TestSupport
import Testing

@testable import RegistryHTTP

@Suite struct CoordinatorTableTests {
    @Test("The table of coordinators' operations names every address that needs a token, once")
    func complete() throws {
        let page = try Repository.text("docs/coordinators.md")
        let told = page.matches(of: /\| `([A-Z]+ \/api\/[^`]+)` \| `[a-z]+ [a-z-]+`/)
            .map { String($0.1) }
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.body))
        let paths = try #require((document as? [String: Any])?["paths"] as? [String: Any])

        let secured = paths.flatMap { path, operations in
            (operations as? [String: [String: Any]] ?? [:])
                .filter { $0.value["security"] != nil }
                .map { "\($0.key.uppercased()) \(path)" }
        }

        #expect(told.sorted() == secured.sorted())
    }
}
