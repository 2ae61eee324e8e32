using System.Text;
using CcsBridge.Connector.Dialing;

namespace CcsBridge.Tests.Host.Dialing;

public sealed class ProxyAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.0 299\r\nContent-Length: 0\r\n\r\n")]
    public void Any_2xx_opens_the_tunnel_and_not_before_its_head_is_whole(string answer)
    {
        for (var length = 0; length < answer.Length; length++)
            Assert.Null(Read(answer[..length]));
        Assert.Equal(new ProxyAnswer.Opened(), Read(answer));
    }

    [Theory]
    [InlineData("HTTP/1.1 20 OK")]
    [InlineData("HTTP/1.1 2000 OK")]
    [InlineData("HTTP/1.1 999 OK")]
    [InlineData("HTTP/1.1  200")]
    [InlineData("HTTP/1.")]
    public void A_status_line_that_is_none_is_not_guessed_at(string line) =>
        Assert.Contains("status line", Assert.IsType<ProxyAnswer.Unreadable>(Read(line + "\r\n\r\n")).Why, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_HTTP_is_known_by_its_first_byte() => Assert.IsType<ProxyAnswer.Unreadable>(Read("S"));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_head_has_at_most_100_headers(int headers, bool taken) =>
        Assert.Equal(taken, Read("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", headers)) + "\r\n") is ProxyAnswer.Opened);

    [Fact]
    public void Only_schemes_that_we_know_are_repeated() =>
        Assert.Equal(
            new ProxyAnswer.Refused(407, "Basic, Digest"),
            Read("HTTP/1.1 407 x\r\nproxy-authenticate: dXNlcjpwYXNz, digest realm=\"x\"\r\nProxy-Authenticate: Basic realm=\"y\"\r\n\r\n"));

    private static ProxyAnswer? Read(string answer) => ProxyAnswer.Read(Encoding.Latin1.GetBytes(answer));
}
