import Testing

@testable import training_registry

@Suite struct SettingsTests {
    @Test("placeholder")
    func none() throws {
        _ = try Settings(environment: ["REGISTRY_ENVIRONMENT": "demo"])
    }
}
