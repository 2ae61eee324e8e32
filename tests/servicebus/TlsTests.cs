using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using CcsBridge.Local.Ccs;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class TlsTests
{
    [Fact]
    public async Task Beside_the_emulator_it_speaks_TLS_and_refuses_a_certificate_that_the_system_does_not_trust()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var certificate = LocalCertificate.Create(DateTimeOffset.UtcNow);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var notices = Channel.CreateUnbounded<BusNotice>();
        await using var bus = new AmqpBus(
            ServiceBusConnectionString.Parse($"Endpoint=sb://localhost:{((IPEndPoint)listener.LocalEndpoint).Port};SharedAccessKeyName=n;SharedAccessKey=k"),
            TimeProvider.System, new Random(1), notice => notices.Writer.TryWrite(notice));

        var sent = bus.SendAsync("queue", new BusMessage("x"u8.ToArray()), deadline.Token);
        using var client = await listener.AcceptTcpClientAsync(deadline.Token);
        await using var tls = new SslStream(client.GetStream());
        var shaken = Record.ExceptionAsync(() => tls.AuthenticateAsServerAsync(certificate));

        var notice = await notices.Reader.ReadAsync(deadline.Token);
        Assert.Equal(BusEvent.Unreachable, notice.What);
        Assert.Contains("certificate", notice.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<SendOutcome.Unknown>(await sent);
        await shaken;
    }
}
