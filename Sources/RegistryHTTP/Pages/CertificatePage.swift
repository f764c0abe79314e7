import TrainingRegistry

/// `/certificates/{code}`: a certificate to print; whoever has its address may see it.
struct CertificatePage: Page {
    var site: Site
    var certificate: Certificate
    /// Where others can check it.
    var verifyURL: String

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: "Certificate",
            body: """
                <p class="unprinted">Print this page, or save it as a PDF with your browser’s print
                dialogue.</p>
                <article class="certificate" aria-labelledby="what">
                <p class="kind">\(site.organisation)<br>\(site.unit)</p>
                <h1 id="what">Certificate of attendance</h1>
                <p>This is to certify that</p>
                <p class="whom">\(certificate.name ?? "")</p>
                <p>attended</p>
                <p class="which">\(certificate.title)</p>
                <p>\(DateWords.range(certificate.startsOn, certificate.endsOn))</p>
                <p class="check">Anybody can check this certificate at<br>
                <a href="/verify/\(certificate.code)">\(verifyURL)</a></p>
                </article>
                """)
    }
}

/// `/verify/{code}`: whether a certificate is valid, and its name, title and date.
struct VerifyPage: Page {
    var site: Site
    /// Nil where no certificate has the code.
    var certificate: Certificate?

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: isValid ? "This certificate is valid" : "This certificate is not valid",
            body: isValid ? valid : invalid)
    }

    private var isValid: Bool { certificate?.isValid == true }

    private var valid: HTML {
        guard let certificate else { return .empty }
        return """
            <h1>This certificate is valid</h1>
            <div class="call good"><p>It was given by the \(site.unit) of the
            \(site.organisation).</p></div>
            <dl class="facts"><div><dt>Name</dt><dd>\(certificate.name ?? "")</dd></div>
            <div><dt>Event</dt><dd>\(certificate.title)</dd></div>
            <div><dt>Date</dt><dd>\(DateWords.range(certificate.startsOn, certificate.endsOn))</dd>
            </div></dl>
            """
    }

    private var invalid: HTML {
        """
        <h1>This certificate is not valid</h1>
        <div class="call off"><p>No valid certificate has this code. It may be misspelt, or the
        certificate was taken back, or the data of the person was erased.</p></div>
        <p>If in doubt, write to \(site.contactLink).</p>
        """
    }
}
