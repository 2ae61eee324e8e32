namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>The settings of this moment: a script may change them while connections live.</summary>
internal sealed class CurrentSettings(EndpointSettings settings)
{
    public EndpointSettings Now { get; private set; } = settings;

    public void Change(Func<EndpointSettings, EndpointSettings> change) => Now = change(Now);
}
