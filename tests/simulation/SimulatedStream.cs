namespace CcsBridge.Simulation;

/// <summary>The connector's end of a connection. Bytes travel in order, each piece a step of its own that the seed may put off.</summary>
internal sealed class SimulatedStream(OneThread thread, Action<ReadOnlyMemory<byte>> sent, Action closed) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> _arriving = [];
    private readonly Queue<ReadOnlyMemory<byte>> _arrived = [];
    private readonly Queue<ReadOnlyMemory<byte>> _leaving = [];
    private TaskCompletionSource? _wake;
    private bool _cut, _closed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The endpoint wrote something.</summary>
    public void Arrive(ReadOnlyMemory<byte> bytes)
    {
        _arriving.Enqueue(bytes);
        thread.Post(() =>
        {
            _arrived.Enqueue(_arriving.Dequeue());
            _wake?.TrySetResult();
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

        _cut = true;
        _wake?.TrySetResult();
    });

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

        var piece = _arrived.Dequeue();
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        if (count < piece.Length)
            PutBack(piece[count..]);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_cut || _closed)
            throw new IOException("the connection is cut");
        _leaving.Enqueue(buffer.ToArray());
        thread.Post(() => sent(_leaving.Dequeue()));
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

    private void CloseAfterWhatLeaves()
    {
        if (_leaving.Count > 0)
            thread.Post(CloseAfterWhatLeaves);
        else
            closed();
    }

    private void PutBack(ReadOnlyMemory<byte> rest)
    {
        var behind = _arrived.ToArray();
        _arrived.Clear();
        _arrived.Enqueue(rest);
        foreach (var piece in behind)
            _arrived.Enqueue(piece);
    }
}
