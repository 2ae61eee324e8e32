using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.Local.Processes;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class FunctionAppTests
{
    private const string Queue = """{ "type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "work", "connection": "ServiceBus" }""";

    private static readonly AppSettings Settings = new(new Dictionary<string, string> { ["Topic"] = "upstream" });

    [Fact]
    public void Triggers_and_limits_are_read()
    {
        using var folder = new AppFolder(AppFolder.HostJson("""{ "serviceBus": { "maxConcurrentCalls": 3, "prefetchCount": 2 }, "http": { "routePrefix": "v1" } }"""))
            .With("OnQueue", $$"""{ "bindings": [ {{Queue}} ] }""")
            .With("OnTopic", """{ "bindings": [ { "type": "serviceBusTrigger", "direction": "in", "name": "m", "topicName": "%Topic%", "subscriptionName": "processing", "dataType": "binary" } ] }""")
            .With("Status", AppFolder.HttpGet)
            .With("Off", $$"""{ "disabled": true, "bindings": [ {{Queue}} ] }""");

        var app = FunctionApp.Read(folder.Path, Settings);

        Assert.Equal(("v1", new BusLimits(3, 2, AsksForLockRenewal: false)), (app.Host.RoutePrefix, app.Host.Bus));
        Assert.Equal(["OnQueue", "OnTopic", "Status"], app.Functions.Select(function => function.Name));
        Assert.Equal(new Trigger.ServiceBus("message", "work", "ServiceBus", AsBytes: false), app.Functions[0].Trigger);
        Assert.Equal(new Trigger.ServiceBus("m", "upstream/Subscriptions/processing", "ServiceBus", AsBytes: true), app.Functions[1].Trigger);
        var http = Assert.IsType<Trigger.Http>(app.Functions[2].Trigger);
        Assert.Equal(("messages/{id:int}", "GET", true), (http.Route, Assert.Single(http.Methods), http.NeedsKey));
    }

    [Theory]
    [InlineData("""{ "queueNam": "work" }""", "F/function.json: bindings[0].queueNam is not known here; known are: type, ")]
    [InlineData("""{ "isSessionsEnabled": true }""", "F/function.json: bindings[0].isSessionsEnabled must be false: sessions do not work here.")]
    [InlineData("""{ "cardinality": "many" }""", "F/function.json: bindings[0].cardinality must be \"one\"; found \"many\".")]
    [InlineData("""{ "topicName": "upstream" }""", "F/function.json: bindings[0].queueName or the pair topicName and subscriptionName must be given, not both.")]
    [InlineData("""{ "queueName": "%Gone%" }""", "F/function.json: bindings[0].queueName asks for the setting Gone, which is not given.")]
    [InlineData("""{ "type": "timerTrigger" }""", "F/function.json: bindings[0].type \"timerTrigger\" does not run here; what does: serviceBusTrigger, httpTrigger.")]
    [InlineData("""{ "direction": "out" }""", "F/function.json: bindings[0].direction must be \"in\".")]
    [InlineData("""{ "name": 7 }""", "F/function.json: bindings[0].name must be a string; found 7.")]
    public void A_binding_that_does_not_work_here_is_refused_by_file_and_name(string change, string sentence)
    {
        var binding = System.Text.Json.Nodes.JsonNode.Parse(Queue)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            binding[name] = value?.DeepClone();
        using var folder = new AppFolder().With("F", $$"""{ "bindings": [ {{binding.ToJsonString()}} ] }""");

        Assert.StartsWith(sentence, Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "bindings": [] }""", "F/function.json: bindings must hold exactly one trigger; found 0.")]
    [InlineData("""{ "bindings": [], "retry": {} }""", "F/function.json: retry is not known here; known are: $schema, disabled, bindings.")]
    [InlineData("""{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "r" } ] }""", "F/function.json: bindings[0].type httpTrigger works here with exactly one further")]
    [InlineData("[]", "F/function.json: the file must be an object; found an array.")]
    [InlineData("{", "F/function.json: not JSON: ")]
    public void A_function_file_that_does_not_work_here_is_refused(string json, string sentence)
    {
        using var folder = new AppFolder().With("F", json);

        Assert.StartsWith(sentence, Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "serviceBus": { "maxConcurentCalls": 1 } }""", "host.json: extensions.serviceBus.maxConcurentCalls is not known here; known are: maxConcurrentCalls, ")]
    [InlineData("""{ "serviceBus": { "maxConcurrentCalls": 0 } }""", "host.json: extensions.serviceBus.maxConcurrentCalls must be a whole number from 1 to 1000; found 0.")]
    [InlineData("""{ "serviceBus": { "maxAutoLockRenewalDuration": "ten minutes" } }""", "host.json: extensions.serviceBus.maxAutoLockRenewalDuration must be a duration as 00:10:00; found \"ten minutes\".")]
    [InlineData("""{ "queues": {} }""", "host.json: extensions.queues is not known here; known are: http, serviceBus.")]
    public void A_host_file_with_what_is_not_known_is_refused(string extensions, string sentence)
    {
        using var folder = new AppFolder(AppFolder.HostJson(extensions));

        Assert.StartsWith(sentence, Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void The_products_own_app_works_here()
    {
        var output = AppContext.BaseDirectory.Replace(Repository.Path("tests"), Repository.Path("functions"), StringComparison.Ordinal);

        var app = FunctionApp.Read(output, Settings);

        Assert.Contains("UpstreamMessage", app.Functions.Select(function => function.Name));
    }

    [Fact]
    public void A_folder_without_a_host_file_is_no_app()
    {
        var refusal = Assert.Throws<CannotStartException>(() => FunctionApp.Read("/usr", Settings));

        Assert.Equal("/usr is no Functions app: it has no host.json.", refusal.Message);
    }

    [Theory]
    [InlineData("ServiceBus__fullyQualifiedNamespace", "asks for a managed identity, which does not work here")]
    [InlineData("Other", "there is no setting ServiceBus, which must hold a connection string")]
    public void A_connection_without_its_setting_is_refused(string given, string sentence)
    {
        var settings = new AppSettings(new Dictionary<string, string> { [given] = "x" });

        var refusal = Assert.Throws<CannotStartException>(() => settings.ConnectionString("ServiceBus", "F/function.json"));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_broker_of_this_machine_is_spoken_to_and_the_secret_is_not_repeated()
    {
        var refusal = Assert.Throws<CannotStartException>(
            () => BusAddress.Parse("Endpoint=sb://bus.example;SharedAccessKeyName=n;SharedAccessKey=hidden", "ServiceBus"));

        Assert.Contains("has no UseDevelopmentEmulator=true", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_of_the_emulator_is_read_and_its_key_stays_out_of_sentences()
    {
        var bus = BusAddress.Parse(
            "Endpoint=sb://127.0.0.1:5673;SharedAccessKeyName=n;SharedAccessKey=a2V5PT0=;UseDevelopmentEmulator=true;", "ServiceBus");

        Assert.Equal(new BusAddress("127.0.0.1", 5673, "n", "a2V5PT0="), bus);
        Assert.Equal("127.0.0.1:5673", bus.ToString());
    }

    private static string Refusal(AppFolder folder) => Assert.Throws<CannotStartException>(() => FunctionApp.Read(folder.Path, Settings)).Message;
}
