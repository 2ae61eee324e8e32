using System.Text;
using Amqp;
using Amqp.Framing;
using CcsBridge.Local.Broker;
using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.Local.Processes;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class ServiceBusFunctionsTests : IAsyncLifetime
{
    private readonly AppFolder _app = new AppFolder(AppFolder.HostJson("""{ "serviceBus": { "maxConcurrentCalls": 2, "prefetchCount": 10 } }"""))
        .With("OnQueue", Bindings("""{ "queueName": "messages" }"""))
        .With("OnTopic", Bindings("""{ "topicName": "upstream", "subscriptionName": "processing" }"""));
    private readonly HostLines _lines = new();
    private readonly LocalBroker _broker = LocalBroker.Start(new BrokerOptions());
    private FunctionsHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await FunctionsHost.StartAsync(Options(_app), Cancel);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
        _app.Dispose();
    }

    [Fact]
    public async Task A_message_of_a_queue_calls_its_function_and_is_completed()
    {
        await SendAsync("messages", "m-1", "hello");

        var invocation = await OverAsync("m-1", delivery: 1);

        Assert.Equal(("OnQueue", InvocationEnd.Completed), (invocation.Function, invocation.End));
        await _broker.Happenings.FirstAsync<Happening.Settled>("messages", "m-1", Cancel);
        await _lines.FirstAsync(line => line == new HostLine("OnQueue", "handled hello"));
    }

    [Fact]
    public async Task A_message_of_a_subscription_calls_its_function_with_its_application_properties()
    {
        await SendAsync("upstream", "e-1", "event", messageType: "message");

        Assert.Equal("OnTopic", (await OverAsync("e-1", delivery: 1)).Function);
        var call = await _lines.FirstAsync(line => line.Text.StartsWith("CALL /OnTopic", StringComparison.Ordinal));
        Assert.Contains("""
            "MessageId":"\"e-1\""
            """, call.Text, StringComparison.Ordinal);
        Assert.Contains("""
            "ApplicationProperties":{"messageType":"message"}
            """, call.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail once")]
    [InlineData("nonsense once")]
    [InlineData("die once")]
    public async Task A_call_that_fails_gives_the_message_back_and_its_next_delivery_is_counted(string body)
    {
        await SendAsync("messages", "m-2", body);

        Assert.Equal(InvocationEnd.Abandoned, (await OverAsync("m-2", delivery: 1)).End);
        Assert.Equal(InvocationEnd.Completed, (await OverAsync("m-2", delivery: 2)).End);
    }

    [Fact]
    public async Task As_many_calls_run_at_once_as_the_host_file_says()
    {
        foreach (var id in Enumerable.Range(0, 6))
            await SendAsync("messages", $"p-{id}", "pair");

        foreach (var id in Enumerable.Range(0, 6))
            Assert.Equal(InvocationEnd.Completed, (await OverAsync($"p-{id}", delivery: 1)).End);
        Assert.False(_lines.Any(line => line.Text == "pending 3"));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again_and_messages_go_on()
    {
        _broker.DropConnections();
        await _lines.FirstAsync(line => line.Text == "OnQueue: listens to messages again");

        await SendAsync("messages", "m-3", "hello");

        Assert.Equal(InvocationEnd.Completed, (await OverAsync("m-3", delivery: 1)).End);
    }

    [Fact]
    public async Task Stopped_it_gives_back_what_it_had_not_begun_without_counting_a_delivery()
    {
        using var app = new AppFolder(AppFolder.HostJson("""{ "serviceBus": { "maxConcurrentCalls": 1, "prefetchCount": 5 } }"""))
            .With("OnBroadcasts", Bindings("""{ "queueName": "broadcasts" }"""));
        var host = await FunctionsHost.StartAsync(Options(app), Cancel);
        await SendAsync("broadcasts", "b-1", "pair");
        await SendAsync("broadcasts", "b-2", "waits behind it");
        await _broker.Happenings.FirstAsync<Happening.Delivered>("broadcasts", "b-2", Cancel);
        await _lines.FirstAsync(line => line.Text == "pending 1");

        await host.DisposeAsync();

        var abandoned = await _broker.Happenings.FirstAsync<Happening.Settled>("broadcasts", "b-1", Cancel);
        var released = await _broker.Happenings.FirstAsync<Happening.Settled>("broadcasts", "b-2", Cancel);
        Assert.IsType<Settlement.Abandon>(abandoned.How);
        Assert.IsType<Settlement.Release>(released.How);
    }

    [Fact]
    public async Task An_entity_that_the_broker_does_not_have_is_refused_at_the_start()
    {
        using var app = new AppFolder().With("OnNothing", Bindings("""{ "queueName": "nothing" }"""));

        var refusal = await Assert.ThrowsAsync<CannotStartException>(() => FunctionsHost.StartAsync(Options(app), Cancel));

        Assert.StartsWith($"OnNothing/function.json: nothing at 127.0.0.1:{_broker.Port} cannot be listened to: amqp:not-found: ",
            refusal.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Bindings(string entity) => $$"""
        { "bindings": [ { "type": "serviceBusTrigger", "direction": "in", "name": "message", "connection": "ServiceBus", {{entity.Trim('{', '}', ' ')}} } ] }
        """;

    private FunctionsHostOptions Options(AppFolder app) => new()
    {
        AppFolder = app.Path,
        Settings = new Dictionary<string, string> { ["ServiceBus"] = _broker.ConnectionString },
        OnLine = _lines.Add,
    };

    private Task<Invocation> OverAsync(string messageId, int delivery) =>
        _host.Invocations.FirstAsync(over => over.MessageId == messageId && over.DeliveryCount == delivery, Cancel)
            .WaitAsync(TimeSpan.FromSeconds(30), Cancel);

    private async Task SendAsync(string entity, string id, string body, string? messageType = null)
    {
        var options = new BrokerOptions();
        var connection = await Connection.Factory.CreateAsync(
            new Address("127.0.0.1", _broker.Port, options.KeyName, options.Key, "/", "amqp"), Cancel);
        var sender = new SenderLink(new Session(connection), id, entity);
        var message = new Message
        {
            BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) },
            Properties = new Properties { MessageId = id },
            ApplicationProperties = new ApplicationProperties(),
        };
        if (messageType is not null)
            message.ApplicationProperties["messageType"] = messageType;
        await sender.SendAsync(message, TimeSpan.FromSeconds(30));
        await connection.CloseAsync();
    }
}
