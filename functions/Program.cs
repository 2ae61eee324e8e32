using CcsBridge.Functions;

var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
if (Usage.Answer(args, environment) is { } answered)
    return answered;
if (SettingsReader.Read(environment, out var faults) is not { } settings)
    return Usage.Refuse(faults);

return 0;
