namespace CcsBridge.ServiceBus;

/// <summary>What to tell the broker about credit.</summary>
/// <param name="Kind">Nothing, so many more, or "send of these what you have and forget the rest".</param>
/// <param name="Messages">Messages; for a drain exactly the credit that is left: the library closes the connection over fewer.</param>
internal readonly record struct CreditStep(CreditStepKind Kind, int Messages)
{
    public static readonly CreditStep Nothing = new(CreditStepKind.Nothing, 0);

    public static CreditStep Grant(int more) => new(CreditStepKind.Grant, more);

    public static CreditStep Drain(int left) => new(CreditStepKind.Drain, left);
}

internal enum CreditStepKind
{
    Nothing,
    Grant,
    Drain,
}
