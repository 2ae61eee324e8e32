using CcsBridge.Contracts;

namespace CcsBridge.Functions;

/// <summary>A send as an app asks for it. Read by <see cref="SendRequestReader"/>.</summary>
/// <param name="Message">For the device or devices; without <c>to</c> where <paramref name="Account"/> is given.</param>
/// <param name="Account">All devices of this account; null where the message names its addressee.</param>
/// <param name="Sender">By which sender; null: each registration's own, else the first.</param>
/// <param name="Report">Which outcomes are told.</param>
internal sealed record SendRequest(DownstreamRequest Message, string? Account, string? Sender, Report Report);
