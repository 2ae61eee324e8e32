using System.Text.Json;
using CcsBridge.Functions.HostProtocol;

namespace CcsBridge.Tests.Functions.HostProtocol;

public sealed class HostValueTests
{
    [Theory]
    [InlineData("""
        "\"{\\\"id\\\":\\\"1\\\"}\""
        """, """{"id":"1"}""")] // a message's text
    [InlineData("""
        {"id":"1"}
        """, """{"id":"1"}""")] // what serialises to an object
    [InlineData("""
        "{\"id\":\"1\"}"
        """, """{"id":"1"}""")] // an object's text, wrapped once
    [InlineData("""
        "1"
        """, "1")] // a number
    [InlineData("""
        "\"abc\""
        """, "abc")] // a string of the metadata
    [InlineData("""
        "[1,2]"
        """, "[1,2]")] // many messages
    [InlineData("""
        "2026-01-01T00:00:00Z"
        """, "2026-01-01T00:00:00Z")] // a date
    [InlineData("""
        "aGVsbG8="
        """, "aGVsbG8=")] // bytes
    [InlineData("""
        "\"\\ud800\""
        """, null)] // half a surrogate pair within
    [InlineData("""
        "\ud800"
        """, null)] // and without
    public void Every_way_the_host_wraps_a_value_is_undone(string wrapped, string? expected)
    {
        using var json = JsonDocument.Parse(wrapped);
        Assert.Equal(expected, HostValue.Text(json.RootElement));
    }
}
