using System.Text.Json.Serialization;
using CcsBridge.Contracts;

namespace CcsBridge.Functions;

/// <summary>
/// Problem details (RFC 9457). <c>member</c>, <c>found</c> and <c>allowed</c> are the first refusal's; <c>errors</c> has all where there
/// are more.
/// </summary>
internal sealed record Problem(
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("member")] string? Member = null,
    [property: JsonPropertyName("found")] string? Found = null,
    [property: JsonPropertyName("allowed")] string? Allowed = null,
    [property: JsonPropertyName("errors")] IReadOnlyList<ProblemError>? Errors = null)
{
    public const string ContentType = "application/problem+json";

    public static Problem Of(int status, string title, params IReadOnlyList<Refusal> refusals)
    {
        var first = refusals[0];
        return new Problem(status, title, Refusal.Describe(refusals), first.Member, first.Found, first.Allowed,
            refusals.Count == 1 ? null : [.. refusals.Select(each => new ProblemError(each.Member, each.Found, each.Allowed))]);
    }
}

/// <summary>One refusal among several.</summary>
internal sealed record ProblemError(
    [property: JsonPropertyName("member")] string Member,
    [property: JsonPropertyName("found")] string Found,
    [property: JsonPropertyName("allowed")] string Allowed);
