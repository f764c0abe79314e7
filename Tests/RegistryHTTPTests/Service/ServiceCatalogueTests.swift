import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct ServiceCatalogueTests {
    @Test("What is changed in the catalogue is shown after it was read anew")
    func reload() async throws {
        try await ServiceStage.with { stage in
            let before = try await stage.get("/api/v1/events")
            try await stage.service.holder.reload()
            #expect(stage.service.holder.generation == 0)

            try await stage.change("UPDATE event SET title = 'Renamed'")
            try await stage.service.holder.reload()

            let after = try await stage.get("/api/v1/events")
            #expect(stage.service.holder.generation == 1)
            #expect(after["ETag"] != before["ETag"])
            #expect(after.text.contains("Renamed"))
            #expect(try await stage.get("/").text.contains("Renamed"))
        }
    }

    @Test("A notification has the catalogue read anew", .timeLimit(.minutes(10)))
    func notified() async throws {
        try await ServiceStage.with { stage in
            let holder = stage.service.holder
            await stage.keepCatalogueCurrent()
            try await stage.change("UPDATE event SET title = 'Renamed'")

            while holder.generation == 0 { await Task.yield() }

            #expect(stage.catalogue.events.contains { $0.title == "Renamed" })
            holder.stop()
        }
    }
}
