namespace CcsBridge.Simulation;

/// <summary>
/// The connector's end of a connection. Bytes travel in order, each piece a step of its own that the seed may put off. It can be
/// reset, torn in the middle of a piece, or left half-open.
/// </summary>
internal sealed class SimulatedStream(
    int connection, OneThread thread, Func<ReadOnlyMemory<byte>, bool> writing, Action<ReadOnlyMemory<byte>> sent, Action closed) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> _arriving = [];
    private readonly LinkedList<ReadOnlyMemory<byte>> _arrived = [];
    private readonly Queue<ReadOnlyMemory<byte>> _leaving = [];
    private TaskCompletionSource? _wake;
    private bool _cut, _closed, _vanishing, _tearing;

    public int Connection => connection;

    /// <summary>Neither end has ended it.</summary>
    public bool IsOpen => !_cut && !_closed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The endpoint wrote something.</summary>
    public void Arrive(ReadOnlyMemory<byte> bytes)
    {
        if (_vanishing)
            return;
        _arriving.Enqueue(bytes);
        thread.Post(() =>
        {
            if (_arriving.TryDequeue(out var piece))
                Carry(piece, whole => _arrived.AddLast(whole));
            Wake();
        });
    }

    /// <summary>The endpoint's end is gone, after what it wrote.</summary>
    public void Cut() => thread.Post(() =>
    {
        if (_arriving.Count > 0)
        {
            Cut();
            return;
        }

        // Of a half-open connection the connector hears nothing, not even its end.
        _cut |= !_vanishing;
        Wake();
    });

    /// <summary>Both ends lose it at once, with all that is under way.</summary>
    public void Reset()
    {
        _cut = true;
        _arriving.Clear();
        _leaving.Clear();
        Wake();
        closed();
    }

    /// <summary>The next piece, whoever sends it, is cut in its middle; then the connection is reset.</summary>
    public void Tear() => _tearing = true;

    /// <summary>From now on bytes vanish both ways, and neither end is told.</summary>
    public void Vanish()
    {
        _vanishing = true;
        _arriving.Clear();
        _leaving.Clear();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_arrived.Count == 0)
        {
            if (_cut)
                return 0;
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var cancelled = cancellationToken.Register(() => _wake.TrySetCanceled(cancellationToken));
            await _wake.Task;
        }

        var piece = _arrived.First!.Value;
        _arrived.RemoveFirst();
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        if (count < piece.Length)
            _arrived.AddFirst(piece[count..]);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsOpen)
            throw new IOException("the connection is cut");
        if (_vanishing || !writing(buffer))
            return ValueTask.CompletedTask;
        _leaving.Enqueue(buffer.ToArray());
        thread.Post(() =>
        {
            if (_leaving.TryDequeue(out var piece))
                Carry(piece, sent);
        });
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (!_closed)
            thread.Post(CloseAfterWhatLeaves);
        _closed = true;
        return base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Carry(ReadOnlyMemory<byte> piece, Action<ReadOnlyMemory<byte>> on)
    {
        if (!_tearing)
        {
            on(piece);
            return;
        }

        _tearing = false;
        on(piece[..(piece.Length / 2)]);
        Reset();
    }

    private void CloseAfterWhatLeaves()
    {
        if (_leaving.Count > 0)
            thread.Post(CloseAfterWhatLeaves);
        else if (!_vanishing)
            closed();
    }

    private void Wake() => _wake?.TrySetResult();
}
