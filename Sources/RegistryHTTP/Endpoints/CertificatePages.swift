import TrainingRegistry

extension Service {
    /// What whoever has the code of a certificate may see.
    static let certificatePages: [Route<Service>] = [
        Route(.get, "/certificates/{code}", Service.showCertificate),
        Route(.get, "/verify/{code}", Service.verifyCertificate),
    ]

    /// 404 unless the certificate is valid.
    func showCertificate(_ request: Request) async throws -> Response {
        guard let found = try await certificate(request), found.isValid else {
            return VerifyPage(site: site, certificate: nil).response(status: 404)
        }
        return CertificatePage(
            site: site, certificate: found,
            verifyURL: "\(settings.publicURL)/verify/\(found.code)"
        ).response()
    }

    func verifyCertificate(_ request: Request) async throws -> Response {
        let found = try await certificate(request)
        return VerifyPage(site: site, certificate: found)
            .response(status: found?.isValid == true ? 200 : 404)
    }

    /// Small letters are read as capitals: a code is typed from paper.
    private func certificate(_ request: Request) async throws -> Certificate? {
        guard let typed = request.captures["code"], typed.utf8.count == Certificate.codeLength
        else { return nil }
        return try await database.certificate(typed.uppercased())
    }
}
