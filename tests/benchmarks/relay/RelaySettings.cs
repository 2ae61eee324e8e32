namespace CcsBridge.Benchmarks.Relays;

/// <summary>What a relay needs to know.</summary>
/// <param name="Port">The endpoint's, on localhost.</param>
/// <param name="CertificatePath">The PEM file to trust.</param>
/// <param name="SenderId">Who logs in.</param>
/// <param name="Key">Its key.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="Window">Unanswered downstream messages.</param>
/// <param name="Bus">The broker's connection string.</param>
internal sealed record RelaySettings(int Port, string CertificatePath, string SenderId, string Key, string Queue, int Window, string Bus);
