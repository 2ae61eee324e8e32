using CcsBridge.Functions;
using CcsBridge.ServiceBus;

var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
if (Usage.Answer(args, environment) is { } answered)
    return answered;
if (SettingsReader.Read(environment, out var faults) is not { } settings)
    return Usage.Refuse(faults);

await using var app = FunctionsApp.Build(
    settings,
    notice => new AmqpBus(settings.Bus, TimeProvider.System, Random.Shared, notice),
    TimeProvider.System,
    Random.Shared,
    newId: () => Guid.NewGuid().ToString("N"));
await app.RunAsync();
return 0;
