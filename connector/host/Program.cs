using CcsBridge.Connector;

return await ConnectorProcess.RunAsync(args, arguments =>
{
#pragma warning disable RS0030 // The one place where the real clock and real chance come from.
    var builder = ConnectorProcess.Parts(arguments, TimeProvider.System, Random.Shared);
#pragma warning restore RS0030
    var app = builder.Build();
    Health.Map(app);
    return app;
});
