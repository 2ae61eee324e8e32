using CcsBridge.Contracts;

namespace CcsBridge.Functions.Registrations;

/// <summary>An installation of an app, and whose it is.</summary>
/// <param name="Category">The app's package name.</param>
/// <param name="Token">Where messages for it go.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Sender">The sender it registered with, and by which messages reach it.</param>
/// <param name="SeenAt">The time of the event that said so: older writes lose.</param>
internal sealed record Registration(string Category, string Token, string Account, string Sender, DateTimeOffset SeenAt)
{
    /// <summary>Stable: a hash of app and first token.</summary>
    public string Id => Ids.Registration(Category, Token);
}
