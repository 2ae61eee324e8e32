namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Reads a <c>function.json</c> strictly: a trigger, a binding or a property that does not work here is refused by name.</summary>
internal static class FunctionFileReader
{
    private const string Triggers = "serviceBusTrigger, httpTrigger";

    /// <summary>Null: the function is disabled.</summary>
    public static AppFunction? Read(string function, string json, AppSettings settings)
    {
        var file = AppFunction.FileOf(function);
        var root = StrictObject.Parse(file, json);
        root.Ignore("$schema");
        var disabled = root.Flag("disabled", otherwise: false);
        var bindings = root.Objects("bindings");
        root.End();

        var triggers = (bindings ?? []).Where(binding => IsTrigger(binding.RequiredText("type"))).ToList();
        if (triggers is not [var trigger])
            throw root.Refuse("bindings", $"must hold exactly one trigger; found {triggers.Count}");
        var others = bindings!.Where(binding => binding != trigger).ToList();
        var read = new AppFunction(function, trigger.Text("type") == "httpTrigger"
            ? HttpTrigger(function, trigger, others)
            : ServiceBusTrigger(trigger, others, settings));
        return disabled ? null : read;
    }

    private static bool IsTrigger(string type) => type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    private static Trigger.Http HttpTrigger(string function, StrictObject trigger, List<StrictObject> others)
    {
        Named(trigger, "in");
        var level = trigger.Text("authLevel") ?? "function";
        if (level.ToLowerInvariant() is not ("anonymous" or "function" or "admin"))
            throw trigger.Refuse("authLevel", $"must be anonymous, function or admin; found \"{level}\"");
        var read = new Trigger.Http(
            Route: trigger.Text("route") ?? function,
            Methods: [.. (trigger.Texts("methods") ?? []).Select(method => method.ToUpperInvariant())],
            NeedsKey: !level.Equals("anonymous", StringComparison.OrdinalIgnoreCase));
        trigger.End();

        if (others is not [var answer] || answer.RequiredText("type") != "http")
            throw trigger.Refuse("type", "httpTrigger works here with exactly one further binding, of type http: the request is forwarded");
        Named(answer, "out");
        answer.End();
        return read;
    }

    private static Trigger.ServiceBus ServiceBusTrigger(StrictObject trigger, List<StrictObject> others, AppSettings settings)
    {
        if (trigger.RequiredText("type") is not "serviceBusTrigger")
            throw trigger.Refuse("type", $"\"{trigger.Text("type")}\" does not run here; what does: {Triggers}");
        if (others.Count > 0)
            throw others[0].Refuse("type", $"\"{others[0].Text("type")}\" must not be here: a serviceBusTrigger is the only binding");
        Named(trigger, "in");
        if (trigger.Flag("isSessionsEnabled", otherwise: false))
            throw trigger.Refuse("isSessionsEnabled", "must be false: sessions do not work here");
        if (trigger.Text("cardinality") is { } cardinality and not "one")
            throw trigger.Refuse("cardinality", $"must be \"one\"; found \"{cardinality}\"");
        var dataType = trigger.Text("dataType") ?? "string";
        if (dataType is not ("string" or "binary"))
            throw trigger.Refuse("dataType", $"must be string or binary; found \"{dataType}\"");

        var read = new Trigger.ServiceBus(
            trigger.RequiredText("name"), Entity(trigger, settings), trigger.Text("connection") ?? "ServiceBus", dataType == "binary");
        trigger.End();
        return read;
    }

    private static string Entity(StrictObject trigger, AppSettings settings)
    {
        string? Name(string member) => trigger.Text(member) is { Length: > 0 } name ? settings.Fill(name, trigger, member) : null;
        return (Name("queueName"), Name("topicName"), Name("subscriptionName")) switch
        {
            ({ } queue, null, null) => queue,
            (null, { } topic, { } subscription) => $"{topic}/Subscriptions/{subscription}",
            _ => throw trigger.Refuse("queueName", "or the pair topicName and subscriptionName must be given, not both"),
        };
    }

    private static void Named(StrictObject binding, string direction)
    {
        binding.RequiredText("name");
        if (binding.RequiredText("direction") != direction)
            throw binding.Refuse("direction", $"must be \"{direction}\"");
    }
}
