// What gpt-4o wrote of the post's own layer and network, as the blog post prints it.

/** The summary of the one hidden layer, to the letter; neurons 2 and 4 are its only live ones. */
export const publishedLayer = `Layer 0 summary:
Based on the properties and analysis provided for the MLP neural network's activations in the hidden layer, here is a summary of the most important features, with details critical to predicting their activation:

### Feature 2:
- **Activation Characteristics**: This neuron appears to activate strongly for patterns commonly found in digits "4" and "9."
- **Pattern Details**: The high activation suggests sensitivity to vertical and curved line combinations. Specifically, it is likely responding to:
  - The vertical line often found in both digits.
  - The curved portion that could represent the top loop of "9" or parts of "4."
- **Digit Activation**: High average activation values for labels 4 and 9, supporting the interpretation of sensitivity to these features.

### Feature 4:
- **Activation Characteristics**: This neuron is highly activated by structural patterns found in digits such as "7," "9," and "4."
- **Pattern Details**: The neuron captures features resembling a vertical line intersecting with a horizontal line, akin to a "T" shape. This is typical for:
  - The top stroke in digit "7" and "4."
  - Curved shapes in parts of "9."
- **Digit Activation**: Highest average activation for 7, 9, and 4 indicates a strong response to these geometric structures.
- **Inactivation Patterns**: Lesser activation for more rounded shapes without vertical elements, such as "6" and "2."

### Summary:
The two active neurons in this layer contribute significantly to the network's ability to distinguish digits based on specific geometric features:

- **Feature 2**: Primarily responds to combinations of vertical and curved lines, making it critical for recognizing "4" and "9".
- **Feature 4**: Sensitive to intersecting vertical and horizontal lines, key for understanding the structure of "7," "4," and "9."

These neurons effectively capture essential structural features within the digits, aiding the model's decision-making process despite the relatively low accuracy and presence of dead neurons. Improving the network might involve refining these features or expanding capacity with additional functional neurons to enhance pattern recognition and prediction accuracy.`;

/** The summary of the whole network, to the letter. */
export const publishedNetwork = `### Summary of Network Functionality:

**Layer 0: Hidden Layer Analysis**
The hidden layer with 6 neurons uses Rectified Linear Unit (ReLU) activations to identify and capture specific geometric features from the MNIST digit dataset.

- **Feature 2**: This neuron strongly activates for configurations resembling the vertical and curved lines, notably seen in digits "4" and "9." Its activation influences decisions primarily regarding these digits.
- **Feature 4**: Reacts to "T" shaped intersections typical in "7," "9," and "4," playing a crucial role in decoding these patterns.
- Other neurons may have lesser or varied contributions based on unmentioned features. The network's low train and test accuracy likely reflect ineffective neuron activations or dead neurons that do not contribute.

**Final Layer: Decision Making Weighted Analysis**

Each output of the neural network is determined by weighted contributions from the previously mentioned features:

- **Output 0**: Relies mostly on Feature 2 with positive weight, and Feature 4 with negative weight, suggesting it likely distinguishes digits based on lack of "T" effect.
- **Output 1**: Predominantly influenced by negative weight from Feature 2 and positive from Feature 4, targeting digits that prominently exhibit "T" shapes (like "4," "7").
- **Output 2**: Lightly balanced with negative correlations to most features, implying a broader scope for detecting patterns beyond decisive characteristics.
- **Output 3**: Mild influence with positive preference for Feature 4 possibly for digits featuring subtler intersections.
- **Output 4**: Strongly relies on Feature 5's positive weight, implying attention to less-defined patterns not overly influenced by "T" structures.
- **Output 5**: Combines inputs, notably featuring positive weight from Feature 2, to decide among potentially curvilinear related digits.
- **Output 6**: Reactive rather heavily on negative weight from Feature 4, therefore likely avoiding digits like "7" or "4".
- **Output 7**: Emphasizes both positive contributions from Features 4 and 5, leaning towards possibly recognizing digits that combine intersections without strongly vertical features.
- **Output 8**: Appears disparate with reliance on negative weights from most features, gathering insight into neutral pattern territories.
- **Output 9**: Moderate focus on Feature 4's positive weight and other light contributions, employing weighted averages to detect uniqueness in "9".

Overall, while the summation of weighted activations from the hidden layer informs the final decision, the described set of connections reflects an under-capacity network struggling to consistently extract discriminating feature representations across the dataset, contributing to its modest accuracy.`;
