using System.Text.Json.Nodes;
using CcsBridge.Contracts;
using CcsBridge.Functions.HostProtocol;

namespace CcsBridge.Tests.Functions;

/// <summary>What the Functions host reads, as it lies beside the built program, says what the code does.</summary>
public sealed class HostFilesTests
{
    [Fact]
    public void The_host_starts_the_program_that_lies_beside_its_files()
    {
        var description = Read("host.json")["customHandler"]!["description"]!;
        Assert.Equal("dotnet", (string?)description["defaultExecutablePath"]);
        Assert.True(File.Exists(FunctionsProgram.Path((string)description["arguments"]![0]!)));
    }

    [Theory]
    [InlineData("UpstreamMessage", Entities.Upstream, Entities.Processing)]
    [InlineData("DeliveryOutcome", Entities.Outcomes, Entities.Status)]
    public void An_event_function_listens_where_its_events_are(string function, string topic, string subscription)
    {
        var trigger = Assert.Single(Read($"{function}/function.json")["bindings"]!.AsArray())!;
        string[] members = ["type", "topicName", "subscriptionName", "name", "connection"];
        Assert.Equal(
            ["serviceBusTrigger", topic, subscription, EventFunction.Binding, "ServiceBus"],
            members.Select(member => (string?)trigger[member]));
    }

    [Fact]
    public void A_send_has_the_two_http_bindings_alone_so_that_requests_are_forwarded_as_they_came()
    {
        var bindings = Read("SendMessage/function.json")["bindings"]!.AsArray();
        Assert.Equal(["httpTrigger", "http"], bindings.Select(binding => (string?)binding!["type"]));
        Assert.Equal("messages", (string?)bindings[0]!["route"]);
        Assert.True((bool?)Read("host.json")["customHandler"]!["enableForwardingHttpRequest"]);
    }

    [Fact]
    public void The_output_of_other_projects_is_not_littered_with_them()
    {
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "host.json")));
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "UpstreamMessage")));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(FunctionsProgram.Path(file)))!;
}
