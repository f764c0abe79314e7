import Foundation

extension Service {
    /// Files of pages, what operators ask, and the development mailbox.
    static let upkeepRoutes: [Route<Service>] = [
        Route(.get, "/assets/{name}", Service.serveAsset),
        Route(.get, "/healthz", Service.tellHealth),
        Route(.get, "/readyz", Service.tellReadiness),
        Route(.get, "/metrics", Service.tellMetrics),
        Route(.get, "/dev/mailbox", Service.showMailbox),
        Route(.get, "/dev/mailbox.json", Service.listMailbox),
        Route(.get, "/dev/mailbox/{id}", Service.showMail),
    ]

    func serveAsset(_ request: Request) async throws -> Response {
        let name = request.captures["name"] ?? ""
        guard let asset = Asset.at("/assets/\(name)") else { throw Problem.notFound }
        let fields = [
            Field("Content-Type", asset.contentType), Field("Cache-Control", Asset.cacheControl),
        ]
        return Response(status: 200, fields: fields, body: asset.body)
            .conditional(on: request, tag: asset.etag.filter { $0 != "\"" })
    }

    /// Says that the process serves; asks nothing else.
    func tellHealth(_ request: Request) async throws -> Response { .text("ok\n") }

    /// 503 while the database does not answer or a migration is missing.
    func tellReadiness(_ request: Request) async throws -> Response {
        await probes.isReady() ? .text("ready\n") : .text("not ready\n", status: 503)
    }

    func tellMetrics(_ request: Request) async throws -> Response {
        var response = Response.text(await probes.metrics())
        response["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }

    func showMailbox(_ request: Request) async throws -> Response {
        MailboxPage(site: site, messages: try await mails()).response()
    }

    func showMail(_ request: Request) async throws -> Response {
        let id = request.captures["id"]
        guard let mail = try await mails().first(where: { $0.id == id }) else {
            throw Problem.notFound
        }
        return MailboxMessagePage(site: site, message: mail).response()
    }

    func listMailbox(_ request: Request) async throws -> Response {
        let mails = try await mails()
        return .json { json in
            json.array { list in
                for mail in mails { list.mail(mail) }
            }
        }
    }

    /// 404 where there is no development mailbox.
    private func mails() async throws -> [MailboxMessage] {
        guard let mailbox = probes.mailbox else { throw Problem.notFound }
        return await mailbox()
    }
}

extension JSONWriter {
    fileprivate mutating func mail(_ mail: MailboxMessage) {
        object { json in
            json.member("id", mail.id)
            json.member("received_at", DateWords.second(mail.receivedAt))
            json.member("from", mail.from)
            json.member("to", mail.to)
            json.member("subject", mail.subject)
            json.member("text", mail.text)
            json.member("source", mail.source)
        }
    }
}
